package org.meridiandx.identity.adt.worklist;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Plain SQL: pages by key, and rows that are held while they are settled.
@ApplicationScoped
class WorkRepository {
    private static final String COLUMNS = """
            select w.id, w.kind, w.status, w.patient_ids, w.created_at, m.id, m.sender, m.type, m.control_id, m.received_at
            from work_item w join received_message m on m.id = w.received_message_id\s""";
    private static final String LIST = COLUMNS + """
            where w.status = $1 and (w.created_at, w.id) > ($2, $3) and ($4 = '' or w.kind = $4)
              and ($5 = '' or w.patient_ids && (select array_agg(kin.id) from patient p
                join patient kin on kin.patient_id = p.patient_id where p.id = $5))
            order by w.created_at, w.id limit $6""";
    private static final String RAW = "select raw from received_message where id = $1";
    private static final String SHOWN = """
            select distinct on (e.id) e.id, e.content from patient p join patient e on e.id = p.patient_id
            where p.id = any($1) order by e.id""";
    private static final String HAS_OLDER = """
            select exists (select 1 from work_item w join received_message m on m.id = w.received_message_id
                where w.status = 'open' and w.id <> $1 and m.sender = $2 and m.received_at < $3 and w.patient_ids && $4)""";
    private static final String SETTLE = """
            update work_item set status = $2, settled_at = $3, settled_by = $4, note = $5
            where id = $1 and status = 'open'""";

    private final Clock clock;

    WorkRepository(Clock clock) {
        this.clock = clock;
    }

    /// A patient in force, as it is served.
    @SuppressWarnings("ArrayRecordComponent")
    record Shown(String id, byte[] content) {}

    /// The oldest first.
    ///
    /// @param limit entries at most, whatever the query says
    Uni<List<WorkItem>> list(SqlClient connection, WorkQuery query, int limit) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.tuple()
                        .addString(query.status())
                        .addOffsetDateTime(query.after().key().atOffset(ZoneOffset.UTC))
                        .addUUID(query.after().id())
                        .addString(query.kind())
                        .addString(query.patientId())
                        .addInteger(limit))
                .map(rows -> list(rows, WorkRepository::itemOf));
    }

    Uni<Optional<WorkItem>> find(SqlClient connection, UUID id, boolean isHeld) {
        return connection
                .preparedQuery(COLUMNS + "where w.id = $1" + (isHeld ? " for update of w" : ""))
                .execute(Tuple.of(id))
                .map(rows -> list(rows, WorkRepository::itemOf).stream().findFirst());
    }

    Uni<byte[]> raw(SqlClient connection, UUID messageId) {
        return connection
                .preparedQuery(RAW)
                .execute(Tuple.of(messageId))
                .map(rows -> rows.iterator().next().getBuffer(0).getBytes());
    }

    /// Whom it may be about, as the records stand now.
    Uni<List<Shown>> shown(SqlClient connection, List<String> patientIds) {
        return connection
                .preparedQuery(SHOWN)
                .execute(Tuple.of(patientIds.toArray(String[]::new)))
                .map(rows -> list(
                        rows,
                        row -> new Shown(row.getString(0), row.getBuffer(1).getBytes())));
    }

    Uni<Void> settle(SqlClient connection, WorkItem item, WorkService.Decision decision) {
        return connection
                .preparedQuery(SETTLE)
                .execute(Tuple.of(
                        item.id(),
                        decision.resolution(),
                        clock.instant().atOffset(ZoneOffset.UTC),
                        decision.by(),
                        decision.note()))
                .replaceWithVoid();
    }

    /// Whether an older message of the same sender about the same patients is open.
    Uni<Boolean> hasOlder(SqlClient connection, WorkItem item) {
        return connection
                .preparedQuery(HAS_OLDER)
                .execute(Tuple.of(
                        item.id(),
                        item.message().sender(),
                        item.message().receivedAt().atOffset(ZoneOffset.UTC),
                        item.patientIds().toArray(String[]::new)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapper) {
        var all = new ArrayList<T>(rows.size());
        rows.forEach(row -> all.add(mapper.apply(row)));
        return List.copyOf(all);
    }

    private static WorkItem itemOf(Row row) {
        return new WorkItem(
                row.getUUID(0),
                row.getString(1),
                row.getString(2),
                List.of(row.getArrayOfStrings(3)),
                row.getOffsetDateTime(4).toInstant(),
                new WorkItem.Message(
                        row.getUUID(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getOffsetDateTime(9).toInstant()));
    }
}
