package org.meridiandx.order.unmatched;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.telemetry.CorrelationIds;

/// Hears of new, changed and merged patients. A repeat finds nothing left to settle, so no inbox is
/// needed.
@ApplicationScoped
class IdentityListener {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private final UnmatchedOrderService unmatched;
    private final PatientFollower follower;

    IdentityListener(UnmatchedOrderService unmatched, PatientFollower follower) {
        this.unmatched = unmatched;
        this.follower = follower;
    }

    @Incoming("identity")
    Uni<Void> identity(byte[] payload) {
        var event = parse(payload);
        return switch (event.getFactCase()) {
            case PATIENT_CHANGED -> follow(event);
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> follow(Event event) {
        return Uni.createFrom()
                .deferred(() ->
                        follower.hear(event.getPatientChanged()).chain(() -> unmatched.retryOf(patientIdOf(event))))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private static String patientIdOf(Event event) {
        var survivor = event.getPatientChanged().getSurvivingPatientId();
        return survivor.isEmpty() ? event.getPatientId() : survivor;
    }

    private static Event parse(byte[] payload) {
        try {
            var event = Event.parseFrom(payload);
            CorrelationIds.begin(Optional.of(event.getCorrelationId()));
            return event;
        } catch (InvalidProtocolBufferException poisoned) {
            throw new IllegalArgumentException("not an event", poisoned);
        }
    }
}
