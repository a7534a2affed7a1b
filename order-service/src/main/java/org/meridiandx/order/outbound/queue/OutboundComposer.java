package org.meridiandx.order.outbound.queue;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jboss.logging.Logger;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.outbound.queue.UnwrittenRepository.Unwritten;
import org.meridiandx.order.outbound.wire.OrderMessageMapper;
import org.meridiandx.order.outbound.wire.OutgoingOrder;
import org.meridiandx.problem.ProblemException;

/// Writes queued messages, each once: what is sent again is the same to the byte.
///
/// Apart from the relay, because it asks identity-service for the patient, which needs no thread to wait.
@ApplicationScoped
class OutboundComposer {
    private static final Logger LOG = Logger.getLogger(OutboundComposer.class);
    private static final int BATCH = 100;
    private final UnwrittenRepository messages;
    private final PatientDirectoryClient patients;

    OutboundComposer(UnwrittenRepository messages, PatientDirectoryClient patients) {
        this.messages = messages;
        this.patients = patients;
    }

    /// With identity-service away the messages wait; nobody is sent an order for half a patient.
    @Scheduled(
            every = "${meridian.outbound.compose-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> compose() {
        return messages.unwritten(BATCH)
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem()
                .transformToUniAndConcatenate(this::compose)
                .collect()
                .asList()
                .replaceWithVoid()
                .onFailure(ProblemException.class)
                .recoverWithUni(away -> wait(away));
    }

    private static Uni<Void> wait(Throwable away) {
        LOG.warnf("orders for partners wait: %s", away.getClass().getSimpleName());
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> compose(Unwritten message) {
        return patients.named(message.patientId()).chain(patient -> write(message, patient));
    }

    /// One that no mapper can write must hold up those of its own order only.
    private Uni<Void> write(Unwritten message, Optional<NamedPatient> patient) {
        byte[] payload;
        try {
            payload = payloadOf(message, patient);
        } catch (RuntimeException unwritable) {
            // Pure: whatever it fails by, it will fail by again.
            var cause = "cannot be written: " + unwritable.getClass().getSimpleName();
            LOG.errorf("message %d %s", message.seq(), cause);
            return messages.unwritable(message.seq(), cause);
        }
        return messages.written(message.seq(), payload);
    }

    private static byte[] payloadOf(Unwritten message, Optional<NamedPatient> patient) {
        return OrderMessageMapper.write(new OutgoingOrder(
                message.partner(),
                message.control(),
                message.controlId(),
                message.changedAt(),
                FhirJson.read(message.content(), ServiceRequest.class),
                patient));
    }
}
