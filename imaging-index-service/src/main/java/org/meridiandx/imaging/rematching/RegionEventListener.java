package org.meridiandx.imaging.rematching;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.imaging.matching.PatientMatcher;
import org.meridiandx.imaging.studies.RematchService;
import org.meridiandx.outbox.InboundEvents;

/// Hears of orders and patients. The effect depends only on how things stand when it happens, so
/// that the same event again changes nothing and needs no inbox. Facts of kinds that are not known
/// here are left alone.
@ApplicationScoped
class RegionEventListener {
    private final RematchService studies;
    private final PatientFollower follower;

    RegionEventListener(RematchService studies, PatientFollower follower) {
        this.studies = studies;
        this.follower = follower;
    }

    @Incoming("orders")
    Uni<Void> orders(byte[] payload) {
        var event = InboundEvents.read(payload);
        return switch (event.getFactCase()) {
            case ORDER_PLACED -> ordered(event.getOrderPlaced().getOrder());
            case ORDER_CHANGED -> ordered(event.getOrderChanged().getOrder());
            default -> Uni.createFrom().voidItem();
        };
    }

    @Incoming("identity")
    Uni<Void> identity(byte[] payload) {
        var event = InboundEvents.read(payload);
        return switch (event.getFactCase()) {
            case PATIENT_CHANGED -> patient(event.getPatientId(), event.getPatientChanged());
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> ordered(OrderRef order) {
        return labelled(order)
                .chain(() -> order.getAccessionNumber().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : InboundEvents.untilDone(() -> studies.rematchAccession(order.getAccessionNumber())));
    }

    /// The images of an order that becomes sensitive become so.
    private Uni<Void> labelled(OrderRef order) {
        var labels = PatientMatcher.labelsOf(order);
        return labels.isEmpty()
                ? Uni.createFrom().voidItem()
                : InboundEvents.untilDone(() -> studies.label(order.getOrderId(), labels));
    }

    private Uni<Void> patient(String patientId, PatientChanged changed) {
        return switch (changed.getKind()) {
            case MERGED, UNMERGED ->
                InboundEvents.untilDone(() -> follower.hear(changed).chain(() -> studies.rematchPatient(patientId)));
            case CREATED, UPDATED, KIND_UNSPECIFIED, UNRECOGNIZED ->
                InboundEvents.untilDone(() -> studies.rematchPatient(patientId));
        };
    }
}
