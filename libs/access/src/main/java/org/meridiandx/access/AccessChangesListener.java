package org.meridiandx.access;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.events.v1.Event;

/// Hears what ended, in every pod (each has a consumer group of its own), and forgets the
/// decisions about that patient.
///
/// It starts at the end of the topic: what a pod did not hear, it has not remembered either. While
/// Kafka is away the remembered answers end by their age.
@ApplicationScoped
class AccessChangesListener {
    private static final Logger LOG = Logger.getLogger(AccessChangesListener.class);
    private final RememberedDecisions remembered;

    AccessChangesListener(RememberedDecisions remembered) {
        this.remembered = remembered;
    }

    @Incoming("access-changes")
    Uni<Void> onEvent(byte[] payload) {
        try {
            var event = Event.parseFrom(payload);
            switch (event.getFactCase()) {
                case ACCESS_CHANGED, PATIENT_CHANGED -> forget(event);
                // Facts of a newer release, and facts that take nothing away.
                default -> {}
            }
        } catch (InvalidProtocolBufferException broken) {
            LOG.warn("a record on the identity topic is no event; nothing is forgotten by it");
        }
        return Uni.createFrom().voidItem();
    }

    private void forget(Event event) {
        remembered.forget(event.getPatientId());
        if (!event.getPatientChanged().getSurvivingPatientId().isEmpty()) {
            remembered.forget(event.getPatientChanged().getSurvivingPatientId());
        }
    }
}
