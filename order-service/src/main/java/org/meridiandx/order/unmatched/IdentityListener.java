package org.meridiandx.order.unmatched;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.outbox.InboundEvents;

/// Hears of new, changed and merged patients. A repeat finds nothing left to settle, so no inbox is
/// needed.
@ApplicationScoped
class IdentityListener {
    private final UnmatchedOrderService unmatched;
    private final PatientFollower follower;

    IdentityListener(UnmatchedOrderService unmatched, PatientFollower follower) {
        this.unmatched = unmatched;
        this.follower = follower;
    }

    @Incoming("identity")
    Uni<Void> identity(byte[] payload) {
        var event = InboundEvents.read(payload);
        return switch (event.getFactCase()) {
            case PATIENT_CHANGED -> follow(event);
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> follow(Event event) {
        return InboundEvents.untilDone(
                () -> follower.hear(event.getPatientChanged()).chain(() -> unmatched.retryOf(patientIdOf(event))));
    }

    private static String patientIdOf(Event event) {
        var survivor = event.getPatientChanged().getSurvivingPatientId();
        return survivor.isEmpty() ? event.getPatientId() : survivor;
    }
}
