package org.meridiandx.result.subscriptions.topics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can be subscribed to. `docs/api/subscriptions.md` says when each tells.
///
/// **Source:** Subscriptions R5 Backport STU 1.1, topics.
public enum SubscriptionTopic {
    REPORT_AVAILABLE("report-available"),
    REPORT_AMENDED("report-amended"),
    REPORT_CRITICAL("report-critical"),
    REPORT_UNACKNOWLEDGED("report-unacknowledged");

    private static final String BASE = "urn:meridian:subscription-topic:";
    private final String name;

    SubscriptionTopic(String name) {
        this.name = name;
    }

    /// Canonical URL, which is what `Subscription.criteria` holds.
    public String url() {
        return BASE + name;
    }

    public static Optional<SubscriptionTopic> of(String url) {
        return Arrays.stream(values()).filter(topic -> topic.url().equals(url)).findFirst();
    }

    public static List<String> urls() {
        return Arrays.stream(values()).map(SubscriptionTopic::url).toList();
    }
}
