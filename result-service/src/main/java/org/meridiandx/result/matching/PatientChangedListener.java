package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.outbox.InboundEvents;
import org.meridiandx.outbox.RegionEvents;

/// Hears of new, changed and merged patients. Other facts, and those that a newer release tells,
/// are passed over.
@ApplicationScoped
public class PatientChangedListener {
    private final MatchingService matching;
    private final PatientFollower follower;
    private final RegionEvents events;

    PatientChangedListener(MatchingService matching, PatientFollower follower, RegionEvents events) {
        this.matching = matching;
        this.follower = follower;
        this.events = events;
    }

    @Incoming("identity")
    public Uni<Void> hear(byte[] payload) {
        var event = InboundEvents.read(payload);
        return event.hasPatientChanged()
                ? InboundEvents.untilDone(() -> follow(event))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> follow(Event event) {
        return follower.hear(event.getPatientChanged())
                .chain(() ->
                        matching.patientChanged(events.topicName("identity"), event.getId(), event.getPatientId()));
    }
}
