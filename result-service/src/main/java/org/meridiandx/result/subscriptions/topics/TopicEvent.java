package org.meridiandx.result.subscriptions.topics;

import java.time.Instant;

/// One event of one topic: what a filter looks at. Ids and codes, never a value.
///
/// @param id of the region's event; a repeat has the same
/// @param patientId in force when it happened
/// @param category code; empty where the event does not say it, as `code` and `performer`
/// @param code `system|code` of the report
/// @param performer ODS code, as `requester`; either may be empty
/// @param requester who asked, or answers for it now
public record TopicEvent(
        String id,
        SubscriptionTopic topic,
        String reportId,
        String patientId,
        String category,
        String code,
        String performer,
        String requester,
        Instant occurredAt) {
    @Override
    public String toString() {
        return "TopicEvent[" + id + ", " + topic + "]";
    }
}
