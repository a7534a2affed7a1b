package org.meridiandx.order.progress;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.contracts.events.v1.StudyAvailable;
import org.meridiandx.order.records.OrderLabels;
import org.meridiandx.outbox.InboundEvents;
import org.meridiandx.outbox.RegionEvents;

/// Hears of studies and reports. Facts of a newer region that are unknown here are passed over.
@ApplicationScoped
class ProgressListener {
    private static final Set<String> COMPLETING = Set.of("final", "amended", "corrected", "appended");
    private final ProgressService progress;
    private final RegionEvents events;
    private final MeterRegistry metrics;

    ProgressListener(ProgressService progress, RegionEvents events, MeterRegistry metrics) {
        this.progress = progress;
        this.events = events;
        this.metrics = metrics;
    }

    @Incoming("imaging")
    Uni<Void> imaging(byte[] payload) {
        var event = InboundEvents.read(payload);
        return switch (event.getFactCase()) {
            case STUDY_AVAILABLE -> study(event, event.getStudyAvailable());
            default -> Uni.createFrom().voidItem();
        };
    }

    @Incoming("results")
    Uni<Void> results(byte[] payload) {
        var event = InboundEvents.read(payload);
        return switch (event.getFactCase()) {
            case REPORT_AVAILABLE -> report(event, event.getReportAvailable().getReport());
            case REPORT_AMENDED -> report(event, event.getReportAmended().getReport());
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> report(Event event, ReportRef report) {
        var labels = OrderLabels.told(report.getSecurityLabelsList());
        var isComplete = COMPLETING.contains(report.getStatus());
        if (!isComplete && labels.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var fact = new OrderFact(
                isComplete ? OrderFact.Kind.REPORT : OrderFact.Kind.LABELS,
                events.topicName("results"),
                event.getId(),
                report.getReportId(),
                report.getOrderId(),
                report.getAccessionNumber(),
                report.getFillerNumber(),
                report.getPlacerNumber(),
                event.getPatientId(),
                report.getCode().getCode(),
                labels);
        return take("report", fact);
    }

    private Uni<Void> study(Event event, StudyAvailable study) {
        var fact = new OrderFact(
                OrderFact.Kind.STUDY,
                events.topicName("imaging"),
                event.getId(),
                study.getImagingStudyId(),
                study.getOrderId(),
                study.getAccessionNumber(),
                "",
                "",
                event.getPatientId(),
                "",
                Set.of());
        return take("study", fact);
    }

    private Uni<Void> take(String kind, OrderFact fact) {
        return InboundEvents.untilDone(() -> progress.take(fact))
                .invoke(effect -> metrics.counter(
                                "meridian.orders.facts",
                                "fact",
                                kind,
                                "effect",
                                effect.name().toLowerCase(Locale.ROOT))
                        .increment())
                .replaceWithVoid();
    }
}
