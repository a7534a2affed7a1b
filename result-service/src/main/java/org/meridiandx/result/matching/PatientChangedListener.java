package org.meridiandx.result.matching;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.telemetry.CorrelationIds;

/// Hears of new, changed and merged patients. Other facts, and those that a newer release tells,
/// are passed over.
@ApplicationScoped
public class PatientChangedListener {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private final MatchingService matching;
    private final PatientFollower follower;
    private final RegionEvents events;

    PatientChangedListener(MatchingService matching, PatientFollower follower, RegionEvents events) {
        this.matching = matching;
        this.follower = follower;
        this.events = events;
    }

    /// An unreadable record fails, and goes to the dead letters; a fault of ours is tried again
    /// until it is gone.
    @Incoming("identity")
    public Uni<Void> hear(byte[] payload) {
        return Uni.createFrom().item(() -> read(payload)).chain(event -> {
            if (!event.hasPatientChanged()) {
                return Uni.createFrom().voidItem();
            }
            CorrelationIds.begin(Optional.of(event.getCorrelationId()));
            return Uni.createFrom()
                    .deferred(() -> follow(event))
                    .onFailure()
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .indefinitely();
        });
    }

    private Uni<Void> follow(Event event) {
        return follower.hear(event.getPatientChanged())
                .chain(() ->
                        matching.patientChanged(events.topicName("identity"), event.getId(), event.getPatientId()));
    }

    private static Event read(byte[] payload) {
        try {
            return Event.parseFrom(payload);
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalArgumentException("not an event", unreadable);
        }
    }
}
