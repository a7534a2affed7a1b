package org.meridiandx.imaging.rematching;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.imaging.studies.RematchService;

/// Hears of orders and patients. The effect depends only on how things stand when it happens, so
/// that the same event again changes nothing and needs no inbox. Facts of kinds that are not known
/// here are left alone.
@ApplicationScoped
class RegionEventListener {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private final RematchService studies;
    private final PatientFollower follower;

    RegionEventListener(RematchService studies, PatientFollower follower) {
        this.studies = studies;
        this.follower = follower;
    }

    @Incoming("orders")
    Uni<Void> orders(byte[] payload) {
        var event = parse(payload);
        return switch (event.getFactCase()) {
            case ORDER_PLACED -> ordered(event.getOrderPlaced().getOrder());
            case ORDER_CHANGED -> ordered(event.getOrderChanged().getOrder());
            default -> Uni.createFrom().voidItem();
        };
    }

    @Incoming("identity")
    Uni<Void> identity(byte[] payload) {
        var event = parse(payload);
        return switch (event.getFactCase()) {
            case PATIENT_CHANGED -> patient(event.getPatientId(), event.getPatientChanged());
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> ordered(OrderRef order) {
        return order.getAccessionNumber().isEmpty()
                ? Uni.createFrom().voidItem()
                : untilDone(() -> studies.rematchAccession(order.getAccessionNumber()));
    }

    private Uni<Void> patient(String patientId, PatientChanged changed) {
        return switch (changed.getKind()) {
            case MERGED, UNMERGED ->
                untilDone(() -> follower.hear(changed).chain(() -> studies.rematchPatient(patientId)));
            case CREATED, UPDATED, KIND_UNSPECIFIED, UNRECOGNIZED -> untilDone(() -> studies.rematchPatient(patientId));
        };
    }

    private static Uni<Void> untilDone(Supplier<Uni<? extends Void>> work) {
        return Uni.createFrom()
                .deferred(work)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private static Event parse(byte[] payload) {
        try {
            return Event.parseFrom(payload);
        } catch (InvalidProtocolBufferException poisoned) {
            throw new IllegalArgumentException("not an event", poisoned);
        }
    }
}
