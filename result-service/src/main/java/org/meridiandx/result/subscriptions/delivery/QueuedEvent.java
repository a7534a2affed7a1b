package org.meridiandx.result.subscriptions.delivery;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;

/// What is to be told, or was.
///
/// @param seq its place in the queue
/// @param number what the subscriber knows it by; empty before it is told for the first time
/// @param attempts how often its receiver refused it
record QueuedEvent(long seq, String reportId, Instant occurredAt, Optional<Long> number, int attempts) {
    static final String COLUMNS = "seq, report_id, occurred_at, number, attempts";

    static QueuedEvent of(Row row) {
        return new QueuedEvent(
                row.getLong("seq"),
                row.getString("report_id"),
                row.getOffsetDateTime("occurred_at").toInstant(),
                Optional.ofNullable(row.getLong("number")),
                row.getInteger("attempts"));
    }

    QueuedEvent numbered(long given) {
        return new QueuedEvent(seq, reportId, occurredAt, Optional.of(given), attempts);
    }
}
