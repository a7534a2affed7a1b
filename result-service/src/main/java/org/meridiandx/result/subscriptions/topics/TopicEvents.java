package org.meridiandx.result.subscriptions.topics;

import java.util.List;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.outbox.RegionEvents;

/// Which topics an event of the region belongs to.
public final class TopicEvents {
    private TopicEvents() {}

    /// Whether a report is critical is not said by its events: REPORT_CRITICAL comes with each report,
    /// and the report itself decides.
    public static List<TopicEvent> of(Event event) {
        return switch (event.getFactCase()) {
            case REPORT_AVAILABLE ->
                both(
                        event,
                        SubscriptionTopic.REPORT_AVAILABLE,
                        event.getReportAvailable().getReport());
            case REPORT_AMENDED ->
                both(
                        event,
                        SubscriptionTopic.REPORT_AMENDED,
                        event.getReportAmended().getReport());
            // Others, and those that a newer release tells.
            default -> List.of();
        };
    }

    private static List<TopicEvent> both(Event event, SubscriptionTopic topic, ReportRef report) {
        return List.of(of(event, topic, report), of(event, SubscriptionTopic.REPORT_CRITICAL, report));
    }

    private static TopicEvent of(Event event, SubscriptionTopic topic, ReportRef report) {
        return new TopicEvent(
                event.getId(),
                topic,
                report.getReportId(),
                event.getPatientId(),
                report.getCategory(),
                report.getCode().getSystem() + "|" + report.getCode().getCode(),
                report.getPerformer(),
                report.getRequester(),
                RegionEvents.instantOf(event.getOccurredAt()));
    }
}
