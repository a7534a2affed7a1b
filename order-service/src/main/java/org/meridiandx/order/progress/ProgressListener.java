package org.meridiandx.order.progress;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.contracts.events.v1.StudyAvailable;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.telemetry.CorrelationIds;

/// Hears of studies and reports.
///
/// A message that is no event goes to the dead letters with its cause; anything else that fails is
/// our fault or a part that is away, and is tried again until it works. Facts of a newer region
/// that are unknown here are passed over.
@ApplicationScoped
class ProgressListener {
    private static final Set<String> COMPLETING = Set.of("final", "amended", "corrected", "appended");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
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
        var event = parse(payload);
        return switch (event.getFactCase()) {
            case STUDY_AVAILABLE -> study(event, event.getStudyAvailable());
            default -> Uni.createFrom().voidItem();
        };
    }

    @Incoming("results")
    Uni<Void> results(byte[] payload) {
        var event = parse(payload);
        return switch (event.getFactCase()) {
            case REPORT_AVAILABLE -> report(event, event.getReportAvailable().getReport());
            case REPORT_AMENDED -> report(event, event.getReportAmended().getReport());
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> report(Event event, ReportRef report) {
        if (!COMPLETING.contains(report.getStatus())) {
            return Uni.createFrom().voidItem();
        }
        var fact = new OrderFact(
                OrderFact.Kind.REPORT,
                events.topicName("results"),
                event.getId(),
                report.getReportId(),
                report.getOrderId(),
                report.getAccessionNumber(),
                report.getFillerNumber(),
                report.getPlacerNumber(),
                event.getPatientId(),
                report.getCode().getCode());
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
                "");
        return take("study", fact);
    }

    private Uni<Void> take(String kind, OrderFact fact) {
        return Uni.createFrom()
                .deferred(() -> progress.take(fact))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .invoke(effect -> metrics.counter(
                                "meridian.orders.facts",
                                "fact",
                                kind,
                                "effect",
                                effect.name().toLowerCase(Locale.ROOT))
                        .increment())
                .replaceWithVoid();
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
