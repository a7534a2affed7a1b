package org.meridiandx.imaging.rematching;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.imaging.matching.PatientMatcher;
import org.meridiandx.imaging.studies.RematchService;
import org.meridiandx.imaging.studies.ReportLabels;
import org.meridiandx.outbox.InboundEvents;

/// Hears of orders, reports and patients. The effect depends only on how things stand when it happens, so
/// that the same event again changes nothing and needs no inbox. Facts of kinds that are not known
/// here are left alone.
@ApplicationScoped
class RegionEventListener {
    private final RematchService studies;
    private final PatientFollower follower;
    private final ReportLabels reports;

    RegionEventListener(RematchService studies, PatientFollower follower, ReportLabels reports) {
        this.studies = studies;
        this.follower = follower;
        this.reports = reports;
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

    @Incoming("results")
    Uni<Void> results(byte[] payload) {
        var event = InboundEvents.read(payload);
        return switch (event.getFactCase()) {
            case REPORT_AVAILABLE ->
                reported(event.getPatientId(), event.getReportAvailable().getReport());
            case REPORT_AMENDED ->
                reported(event.getPatientId(), event.getReportAmended().getReport());
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

    /// The images of a report that is sensitive are so; the labels are kept first, for those that are on
    /// their way. Images of its order are labelled with the order.
    private Uni<Void> reported(String patientId, ReportRef report) {
        var labels = PatientMatcher.labelsOf(report.getSecurityLabelsList());
        if (labels.isEmpty() || report.getAccessionNumber().isEmpty() || patientId.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var labelled = new ReportLabels.Labelled(report.getReportId(), report.getAccessionNumber(), patientId, labels);
        return InboundEvents.untilDone(() -> reports.keep(labelled).chain(() -> studies.label(labelled)));
    }

    /// Keeping the labels once more waits for those who store studies and have not seen the merge: what
    /// they store is there to be labelled then.
    private Uni<Void> labelMerged(PatientChanged changed) {
        var records = changed.getStandingsList().stream()
                .flatMap(standing -> Stream.of(standing.getRecordedPatientId(), standing.getPatientId()))
                .distinct()
                .toList();
        return reports.ofRecords(records)
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(
                                report -> reports.keep(report).chain(() -> studies.label(report)))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> patient(String patientId, PatientChanged changed) {
        return switch (changed.getKind()) {
            case MERGED, UNMERGED ->
                InboundEvents.untilDone(() -> follower.hear(changed)
                        .chain(() -> labelMerged(changed))
                        .chain(() -> studies.rematchPatient(patientId)));
            case CREATED, UPDATED, KIND_UNSPECIFIED, UNRECOGNIZED ->
                InboundEvents.untilDone(() -> studies.rematchPatient(patientId));
        };
    }
}
