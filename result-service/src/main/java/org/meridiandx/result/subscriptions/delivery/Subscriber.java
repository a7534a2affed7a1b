package org.meridiandx.result.subscriptions.delivery;

import io.vertx.mutiny.sqlclient.Row;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.result.subscriptions.channel.HookCall;
import org.meridiandx.result.subscriptions.definition.PayloadContent;

/// Who is told, as the row stands now.
///
/// @param caller by whose rights each event is decided
/// @param topic its URL
/// @param isTelling whether to be told at all says what a report is about: by topic, or by a filter that
///     it has or ever had: what came through one stands in the queue when it is gone
/// @param events number of the last event that was told
record Subscriber(
        String id,
        Caller caller,
        String topic,
        String status,
        boolean isTelling,
        PayloadContent payload,
        int maxCount,
        long events,
        Standing standing,
        Channel channel) {

    /// How it goes.
    ///
    /// @param lease proves who works on it
    record Standing(long lease, boolean isHandshakeDue, boolean isHeartbeatDue, int failures) {}

    /// The way to it. Header values and secret are not for logs.
    @SuppressWarnings("ArrayRecordComponent")
    record Channel(URI endpoint, List<String> headers, byte[] secret, Duration timeout) {
        @Override
        public String toString() {
            return "Channel[redacted]";
        }
    }

    /// What is read of a row.
    static final String COLUMNS = """
            id, client_id, organisation, role, purpose, scopes, topic, status, payload, max_count, events,
            lease, handshake_due, heartbeat_at <= now() as heartbeat_due, failures, endpoint, headers, secret,
            timeout_seconds, topic = 'urn:meridian:subscription-topic:report-critical'
                or categories <> '{}' or codes <> '{}' or told_apart as telling""";

    static Subscriber of(Row row) {
        var caller = new Caller(
                row.getString("client_id"),
                row.getString("organisation"),
                row.getString("role"),
                Optional.empty(),
                Optional.empty(),
                row.getString("purpose"),
                Scopes.parse(row.getString("scopes")));
        return new Subscriber(
                row.getString("id"),
                caller,
                row.getString("topic"),
                row.getString("status"),
                row.getBoolean("telling"),
                PayloadContent.of(row.getString("payload")).orElseThrow(),
                row.getInteger("max_count"),
                row.getLong("events"),
                new Standing(
                        row.getLong("lease"),
                        row.getBoolean("handshake_due"),
                        row.getBoolean("heartbeat_due"),
                        row.getInteger("failures")),
                new Channel(
                        URI.create(row.getString("endpoint")),
                        List.of(row.getArrayOfStrings("headers")),
                        row.getBuffer("secret").getBytes(),
                        Duration.ofSeconds(row.getInteger("timeout_seconds"))));
    }

    /// The same after more was told.
    ///
    /// @param last number of the last event
    Subscriber at(long last) {
        return new Subscriber(
                id, caller, topic, status, isTelling, payload, maxCount, Math.max(events, last), standing, channel);
    }

    HookCall call(byte[] body) {
        return new HookCall(channel.endpoint(), channel.headers(), channel.secret(), channel.timeout(), body);
    }

    @Override
    public String toString() {
        return "Subscriber[" + id + "]";
    }
}
