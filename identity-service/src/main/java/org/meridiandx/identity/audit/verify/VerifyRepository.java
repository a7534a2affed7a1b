package org.meridiandx.identity.audit.verify;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.identity.audit.AuditColumns;
import org.meridiandx.identity.audit.LogState;
import org.meridiandx.identity.audit.merkle.Tile;

/// Plain SQL: the log is read in pieces of the primary key, so that no long transaction holds up
/// the database.
@ApplicationScoped
class VerifyRepository {
    private static final String STATE = "select size, root, frontier, signed_head from audit_log";
    private static final String PIECE = """
            select seq, id, version, last_updated, patient_id, organisations, content, recorded, action, interaction,
                outcome, reason, organisation, client_id, agent, agent_name, role, purpose, resource_type, request_id,
                leaf_hash, (prev_hash is null and hash is null) as is_leaf
            from audit_event where seq > $1 and seq <= $2 order by seq limit $3""";
    private static final String TILES = """
            select t.level, t.index, t.hash
            from unnest($1::int[], $2::bigint[]) as w (level, index)
            join audit_tile t on t.level = w.level and t.index = w.index""";
    private static final String OUTSIDE = "select seq from audit_event where seq < 1 or seq > $1 order by seq limit 20";
    private static final String COUNTS = "select (select count(*) from audit_event), (select count(*) from audit_tile)";

    Uni<Optional<LogState>> state(SqlClient connection) {
        return connection.query(STATE).execute().map(rows -> {
            var found = rows.iterator();
            return found.hasNext() ? Optional.of(stateOf(found.next())) : Optional.empty();
        });
    }

    /// The next entries after one, up to another.
    Uni<List<StoredEntry>> piece(SqlClient connection, long after, long upTo, int count) {
        return connection
                .preparedQuery(PIECE)
                .execute(Tuple.of(after, upTo, count))
                .map(rows -> {
                    var entries = new ArrayList<StoredEntry>(rows.size());
                    rows.forEach(row -> entries.add(entryOf(row)));
                    return entries;
                });
    }

    Uni<Map<Integer, Map<Long, byte[]>>> tiles(SqlClient connection, List<Tile> wanted) {
        var tuple = Tuple.of(
                wanted.stream().map(Tile::level).toArray(Integer[]::new),
                wanted.stream().map(Tile::index).toArray(Long[]::new));
        return connection.preparedQuery(TILES).execute(tuple).map(rows -> {
            var found = new HashMap<Integer, Map<Long, byte[]>>();
            rows.forEach(row -> found.computeIfAbsent(row.getInteger(0), level -> new HashMap<>())
                    .put(row.getLong(1), row.getBuffer(2).getBytes()));
            return found;
        });
    }

    /// Numbers of rows that stand before the first or after the last entry; twenty at most.
    Uni<List<Long>> outside(SqlClient connection, long size) {
        return connection.preparedQuery(OUTSIDE).execute(Tuple.of(size)).map(rows -> {
            var found = new ArrayList<Long>();
            rows.forEach(row -> found.add(row.getLong(0)));
            return found;
        });
    }

    Uni<Counts> counts(SqlClient connection) {
        return connection.query(COUNTS).execute().map(rows -> {
            var row = rows.iterator().next();
            return new Counts(row.getLong(0), row.getLong(1));
        });
    }

    /// How many rows there are at all.
    record Counts(long entries, long tiles) {}

    private static LogState stateOf(Row row) {
        return new LogState(
                row.getLong(0), row.getBuffer(1).getBytes(), row.getBuffer(2).getBytes(), row.getString(3));
    }

    private static StoredEntry entryOf(Row row) {
        var isPlain = row.getInteger("version") == 1
                && row.getArrayOfStrings("organisations").length == 0
                && row.getBoolean("is_leaf");
        return new StoredEntry(
                row.getLong("seq"),
                columnsOf(row),
                isPlain,
                row.getBuffer("content").getBytes(),
                bytesOf(row.getBuffer("leaf_hash")));
    }

    private static AuditColumns columnsOf(Row row) {
        return new AuditColumns(
                row.getString("id"),
                row.getLong("seq"),
                patientOf(row.getString("patient_id")),
                timeOf(row, "recorded"),
                timeOf(row, "last_updated"),
                row.getString("action"),
                row.getString("interaction"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getString("organisation"),
                row.getString("client_id"),
                row.getString("agent"),
                row.getString("agent_name"),
                row.getString("role"),
                row.getString("purpose"),
                row.getString("resource_type"),
                row.getString("request_id"));
    }

    /// No patient is null. Empty text is something else: no search would find it.
    private static String patientOf(@Nullable String column) {
        return column == null ? "" : column.isEmpty() ? "(empty)" : column;
    }

    private static Instant timeOf(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static byte[] bytesOf(@Nullable Buffer column) {
        return column == null ? new byte[0] : column.getBytes();
    }
}
