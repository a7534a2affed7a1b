package org.meridiandx.identity.adt;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.meridiandx.feeds.MessageColumns;
import org.meridiandx.hl7v2.ReceivedMessage;

/// Plain SQL: one insert with the message's bytes, in the transaction of its effect.
@ApplicationScoped
class ReceivedMessageRepository {
    private static final String KEEP = """
            insert into received_message
                (id, sender, type, control_id, received_at, raw, outcome, reason, patient_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''))""";
    private static final String WORKED_FOR = "update received_message set patient_id = $2 where id = $1";
    private static final String OVERTAKEN = """
            select exists (select 1 from received_message
                where patient_id = any ($1) and sender = $2 and received_at > $3)""";
    private static final String ADD_WORK = """
            insert into work_item (id, kind, received_message_id, patient_ids, created_at)
            values ($1, $2, $3, $4, $5)""";
    private static final String ADD_PAIR = """
            insert into possible_duplicate (id, one_id, other_id, score, grade, reasons, found_at)
            values ($1, $2, $3, 1, 'possible', $4, $5)
            on conflict (one_id, other_id) do nothing""";
    private final Pool pool;
    private final Clock clock;

    ReceivedMessageRepository(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Uni<Void> keep(SqlClient connection, AdtMessage message, String outcome, String reason) {
        return keep(connection, message.id(), message.received(), new Outcome(outcome, reason, ""));
    }

    /// A message that was worked for a patient.
    Uni<Void> keepOf(SqlClient connection, AdtMessage message, String reason, String patientId) {
        return keep(connection, message.id(), message.received(), new Outcome("AA", reason, patientId));
    }

    /// A message that was in doubt is worked for this patient now.
    Uni<Void> workedFor(SqlClient connection, UUID id, String patientId) {
        return connection
                .preparedQuery(WORKED_FOR)
                .execute(Tuple.of(id, patientId))
                .replaceWithVoid();
    }

    /// Whether a later message of the same sender was worked for any of these records.
    Uni<Boolean> isOvertaken(SqlClient connection, AdtMessage message, Collection<String> recordIds) {
        var columns = MessageColumns.of(message.received());
        return connection
                .preparedQuery(OVERTAKEN)
                .execute(Tuple.of(recordIds.toArray(String[]::new), columns.sender(), columns.receivedAt()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /// A message that is refused is kept all the same, in a transaction of its own.
    Uni<Void> keepRefused(ReceivedMessage message, String outcome, String reason) {
        return keep(pool, UUID.randomUUID(), message, new Outcome(outcome, reason, ""));
    }

    Uni<Void> addWork(SqlClient connection, AdtMessage message, String kind, List<String> patientIds) {
        return connection
                .preparedQuery(ADD_WORK)
                .execute(Tuple.of(
                        UUID.randomUUID(),
                        kind,
                        message.id(),
                        patientIds.toArray(String[]::new),
                        OffsetDateTime.now(clock)))
                .replaceWithVoid();
    }

    /// Two patients whom a message names as one, for the list of possible duplicates.
    Uni<Void> addPair(SqlClient connection, String one, String other, String kind) {
        var isOrdered = one.compareTo(other) < 0;
        return connection
                .preparedQuery(ADD_PAIR)
                .execute(Tuple.of(
                        UUID.randomUUID(),
                        isOrdered ? one : other,
                        isOrdered ? other : one,
                        kind,
                        OffsetDateTime.now(clock)))
                .replaceWithVoid();
    }

    private Uni<Void> keep(SqlClient connection, UUID id, ReceivedMessage message, Outcome outcome) {
        var columns = MessageColumns.of(message);
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(columns.sender())
                        .addString(columns.type())
                        .addString(columns.controlId())
                        .addOffsetDateTime(columns.receivedAt())
                        .addValue(Buffer.buffer(message.raw()))
                        .addString(outcome.code())
                        .addString(outcome.reason())
                        .addString(outcome.patientId()))
                .replaceWithVoid();
    }

    private record Outcome(String code, String reason, String patientId) {}
}
