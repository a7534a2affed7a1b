package org.meridiandx.identity.audit;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Plain SQL: a batch is one insert, the chain is read as a stream.
@ApplicationScoped
class AuditRepository {
    private static final int FETCH_ROWS = 500;
    private static final String LOCK_HEAD = "select seq, hash, key_id, signature from audit_head for update";
    private static final String HEAD = "select seq, hash, key_id, signature from audit_head";
    private static final String MOVE_HEAD = "update audit_head set seq = $1, hash = $2, key_id = $3, signature = $4";
    private static final String KNOWN = "select id from audit_event where id = any($1)";
    private static final String APPEND = """
            insert into audit_event (seq, id, patient_id, recorded, last_updated, action, interaction, outcome,
                organisation, client_id, content, prev_hash, hash)
            select seq, id, nullif(patient_id, ''), recorded, last_updated, action, interaction, outcome, organisation,
                client_id, content, prev_hash, hash
            from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                $7::text[], $8::text[], $9::text[], $10::text[], $11::bytea[], $12::bytea[], $13::bytea[])
                as e (seq, id, patient_id, recorded, last_updated, action, interaction, outcome, organisation,
                client_id, content, prev_hash, hash)""";
    private static final String WHOLE = """
            select seq, id, patient_id, recorded, last_updated, action, interaction, outcome, organisation, client_id,
                content, prev_hash, hash
            from audit_event order by seq""";

    /// The head; nobody else appends until the end of the transaction.
    Uni<ChainHead> lockHead(SqlClient connection) {
        return head(connection, LOCK_HEAD).map(Optional::orElseThrow);
    }

    /// @return empty where somebody took the head away
    Uni<Optional<ChainHead>> head(SqlClient connection) {
        return head(connection, HEAD);
    }

    Uni<Void> moveHead(SqlClient connection, ChainHead head) {
        return connection
                .preparedQuery(MOVE_HEAD)
                .execute(
                        Tuple.of(head.seq(), Buffer.buffer(head.hash()), head.keyId(), Buffer.buffer(head.signature())))
                .replaceWithVoid();
    }

    Uni<Set<String>> known(SqlClient connection, Collection<String> ids) {
        return connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> {
                    var found = new HashSet<String>();
                    rows.forEach(row -> found.add(row.getString(0)));
                    return found;
                });
    }

    Uni<Void> append(SqlClient connection, List<ChainedEntry> entries) {
        var tuple = Tuple.tuple()
                .addValue(entries.stream().map(ChainedEntry::seq).toArray(Long[]::new))
                .addValue(texts(entries, ChainedEntry.AuditRow::id))
                .addValue(texts(entries, ChainedEntry.AuditRow::patientId))
                .addValue(times(entries, ChainedEntry.AuditRow::recorded))
                .addValue(times(entries, ChainedEntry.AuditRow::storedAt))
                .addValue(texts(entries, ChainedEntry.AuditRow::action))
                .addValue(texts(entries, ChainedEntry.AuditRow::interaction))
                .addValue(texts(entries, ChainedEntry.AuditRow::outcome))
                .addValue(texts(entries, ChainedEntry.AuditRow::organisation))
                .addValue(texts(entries, ChainedEntry.AuditRow::clientId))
                .addValue(bytes(entries, entry -> entry.row().content()))
                .addValue(bytes(entries, ChainedEntry::previousHash))
                .addValue(bytes(entries, ChainedEntry::hash));
        return connection.preparedQuery(APPEND).execute(tuple).replaceWithVoid();
    }

    /// The whole chain in order; memory stays flat however long it is. Needs an open transaction.
    Multi<ChainedEntry> whole(SqlConnection connection) {
        return connection
                .prepare(WHOLE)
                .onItem()
                .transformToMulti(
                        statement -> statement.createStream(FETCH_ROWS).toMulti())
                .map(AuditRepository::entryOf);
    }

    private static Uni<Optional<ChainHead>> head(SqlClient connection, String sql) {
        return connection.preparedQuery(sql).execute().map(rows -> {
            var all = rows.iterator();
            return all.hasNext() ? Optional.of(headOf(all.next())) : Optional.empty();
        });
    }

    private static ChainHead headOf(Row row) {
        return new ChainHead(
                row.getLong(0),
                row.getBuffer(1).getBytes(),
                row.getString(2),
                row.getBuffer(3).getBytes());
    }

    private static ChainedEntry entryOf(Row row) {
        var patientId = row.getString("patient_id");
        var kept = new ChainedEntry.AuditRow(
                row.getString("id"),
                patientId == null ? "" : patientId,
                row.getOffsetDateTime("recorded").toInstant(),
                row.getOffsetDateTime("last_updated").toInstant(),
                row.getString("action"),
                row.getString("interaction"),
                row.getString("outcome"),
                row.getString("organisation"),
                row.getString("client_id"),
                row.getBuffer("content").getBytes());
        return new ChainedEntry(
                row.getLong("seq"),
                kept,
                row.getBuffer("prev_hash").getBytes(),
                row.getBuffer("hash").getBytes());
    }

    private static String[] texts(List<ChainedEntry> entries, Function<ChainedEntry.AuditRow, String> column) {
        return entries.stream().map(ChainedEntry::row).map(column).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(List<ChainedEntry> entries, Function<ChainedEntry.AuditRow, Instant> column) {
        return entries.stream()
                .map(entry -> column.apply(entry.row()).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    private static Buffer[] bytes(List<ChainedEntry> entries, Function<ChainedEntry, byte[]> column) {
        return entries.stream().map(column).map(Buffer::buffer).toArray(Buffer[]::new);
    }
}
