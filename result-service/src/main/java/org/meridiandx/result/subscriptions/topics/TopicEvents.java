package org.meridiandx.result.subscriptions.topics;

import java.util.List;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.FollowUpChanged;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.outbox.RegionEvents;

/// Which topics an event of the region belongs to.
public final class TopicEvents {
    private TopicEvents() {}

    /// Whether a report is critical is not said by its events: REPORT_CRITICAL comes with each report, and how the
    /// report is followed decides.
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
            case FOLLOW_UP_CHANGED -> followed(event, event.getFollowUpChanged());
            // Others, and those that a newer release tells.
            default -> List.of();
        };
    }

    private static List<TopicEvent> both(Event event, SubscriptionTopic topic, ReportRef report) {
        return List.of(of(event, topic, report), of(event, SubscriptionTopic.REPORT_CRITICAL, report));
    }

    /// A step of escalation says that nobody has acknowledged, or acted, in time; an urgency that was found only now
    /// may be the critical one.
    private static List<TopicEvent> followed(Event event, FollowUpChanged changed) {
        return switch (changed.getCause()) {
            case "escalated" -> List.of(of(event, SubscriptionTopic.REPORT_UNACKNOWLEDGED, changed));
            case "graded" -> List.of(of(event, SubscriptionTopic.REPORT_CRITICAL, changed));
            default -> List.of();
        };
    }

    /// What the event does not say is looked up with the report.
    private static TopicEvent of(Event event, SubscriptionTopic topic, FollowUpChanged changed) {
        return new TopicEvent(
                event.getId(),
                topic,
                changed.getReportId(),
                event.getPatientId(),
                "",
                "",
                "",
                changed.getOrganisation(),
                RegionEvents.instantOf(event.getOccurredAt()));
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
