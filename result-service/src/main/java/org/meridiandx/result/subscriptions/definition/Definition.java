package org.meridiandx.result.subscriptions.definition;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meridiandx.result.subscriptions.topics.SubscriptionTopic;

/// A Subscription that was read and found good.
///
/// @param isOff whether nothing is to be told for now
/// @param headers each `Name: value`; a secret
/// @param heartbeat how often to say that all is well; zero for never
/// @param timeout how long the receiver may take; empty where it does not say
/// @param maxCount most events in one notification
/// @param content UTF-8 JSON to be served, without id, status and header values; not copied
@SuppressWarnings("ArrayRecordComponent")
public record Definition(
        SubscriptionTopic topic,
        boolean isOff,
        String endpoint,
        List<String> headers,
        PayloadContent payload,
        Duration heartbeat,
        Optional<Duration> timeout,
        int maxCount,
        Optional<Instant> endsAt,
        EventFilter filter,
        byte[] content) {
    public Definition {
        headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
        return "Definition[" + topic + "]";
    }
}
