package org.meridiandx.identity.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.meridiandx.identity.audit.merkle.Span;
import org.meridiandx.identity.audit.merkle.Tile;

/// Plain SQL: a batch is one insert, a proof two selects.
@ApplicationScoped
class AuditRepository {
    private static final String STATE = "select size, root, frontier, signed_head from audit_log";
    private static final String MOVE =
            "update audit_log set size = $1, root = $2, frontier = $3, signed_head = $4 where one = 1";
    private static final String KNOWN = "select id from audit_event where id = any($1)";
    /// A join with the patients' table, not a question for each: 500 come in a batch.
    private static final String NHS_NUMBERS =
            "select id, nhs_number from patient where id = any($1) and nhs_number is not null";
    private static final String APPEND = """
            insert into audit_event (seq, id, patient_id, recorded, last_updated, action, interaction, outcome, reason,
                organisation, client_id, agent, agent_name, role, purpose, resource_type, request_id, content,
                leaf_hash)
            select seq, id, nullif(patient_id, ''), recorded, last_updated, action, interaction, outcome, reason,
                organisation, client_id, agent, agent_name, role, purpose, resource_type, request_id, content, leaf_hash
            from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
                $15::text[], $16::text[], $17::text[], $18::bytea[], $19::bytea[])
                as e (seq, id, patient_id, recorded, last_updated, action, interaction, outcome, reason, organisation,
                client_id, agent, agent_name, role, purpose, resource_type, request_id, content, leaf_hash)""";
    private static final String ADD_TILES = """
            insert into audit_tile (level, index, hash)
            select level, index, hash from unnest($1::int[], $2::bigint[], $3::bytea[]) as t (level, index, hash)""";
    private static final String STORED_HASHES = """
            select 0, e.seq - 1, e.leaf_hash
            from unnest($1::int[], $2::bigint[], $3::bigint[]) as s (level, first, past)
            join audit_event e on s.level = 0 and e.seq > s.first and e.seq <= s.past
            union all
            select t.level, t.index, t.hash
            from unnest($1::int[], $2::bigint[], $3::bigint[]) as s (level, first, past)
            join audit_tile t on t.level = s.level and t.index >= s.first and t.index < s.past""";

    /// The end of the log; nobody else appends until the end of the transaction.
    Uni<Optional<LogState>> lock(SqlClient connection) {
        return state(connection, STATE + " for update");
    }

    /// @return empty where somebody took the end away
    Uni<Optional<LogState>> state(SqlClient connection) {
        return state(connection, STATE);
    }

    Uni<Void> move(SqlClient connection, LogState state) {
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.of(
                        state.size(), Buffer.buffer(state.root()), Buffer.buffer(state.frontier()), state.signedHead()))
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

    /// NHS number by patient id, of those that have one.
    Uni<Map<String, String>> nhsNumbers(SqlClient connection, Collection<String> patientIds) {
        var asked = patientIds.stream().filter(id -> !id.isEmpty()).distinct().toArray(String[]::new);
        return connection.preparedQuery(NHS_NUMBERS).execute(Tuple.of(asked)).map(rows -> {
            var found = new HashMap<String, String>();
            rows.forEach(row -> found.put(row.getString(0), row.getString(1)));
            return found;
        });
    }

    Uni<Void> append(SqlClient connection, List<AuditRow> rows) {
        var tuple = Tuple.tuple()
                .addValue(rows.stream().map(AuditRow::seq).toArray(Long[]::new))
                .addValue(texts(rows, AuditColumns::id))
                .addValue(texts(rows, AuditColumns::patientId))
                .addValue(times(rows, AuditColumns::recorded))
                .addValue(times(rows, AuditColumns::storedAt))
                .addValue(texts(rows, AuditColumns::action))
                .addValue(texts(rows, AuditColumns::interaction))
                .addValue(texts(rows, AuditColumns::outcome))
                .addValue(texts(rows, AuditColumns::reason))
                .addValue(texts(rows, AuditColumns::organisation))
                .addValue(texts(rows, AuditColumns::clientId))
                .addValue(texts(rows, AuditColumns::agent))
                .addValue(texts(rows, AuditColumns::agentName))
                .addValue(texts(rows, AuditColumns::role))
                .addValue(texts(rows, AuditColumns::purpose))
                .addValue(texts(rows, AuditColumns::resourceType))
                .addValue(texts(rows, AuditColumns::requestId))
                .addValue(bytes(rows, AuditRow::content))
                .addValue(bytes(rows, AuditRow::leafHash));
        return connection.preparedQuery(APPEND).execute(tuple).replaceWithVoid();
    }

    Uni<Void> addTiles(SqlClient connection, List<Tile> tiles) {
        if (tiles.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var tuple = Tuple.of(
                tiles.stream().map(Tile::level).toArray(Integer[]::new),
                tiles.stream().map(Tile::index).toArray(Long[]::new),
                bytes(tiles, Tile::hash));
        return connection.preparedQuery(ADD_TILES).execute(tuple).replaceWithVoid();
    }

    /// The hashes of leaves (level 0) and tiles, by level and index.
    Uni<Map<Integer, Map<Long, byte[]>>> hashes(SqlClient connection, List<Span.Stored> wanted) {
        var tuple = Tuple.of(
                wanted.stream().map(Span.Stored::level).toArray(Integer[]::new),
                wanted.stream().map(Span.Stored::from).toArray(Long[]::new),
                wanted.stream().map(Span.Stored::until).toArray(Long[]::new));
        return connection.preparedQuery(STORED_HASHES).execute(tuple).map(rows -> {
            var found = new HashMap<Integer, Map<Long, byte[]>>();
            rows.forEach(row -> found.computeIfAbsent(row.getInteger(0), level -> new HashMap<>())
                    .put(row.getLong(1), row.getBuffer(2).getBytes()));
            return found;
        });
    }

    /// The entry's number and its patient, or empty.
    Uni<Optional<Place>> placeOf(SqlClient connection, String id) {
        return connection
                .preparedQuery("select seq, coalesce(patient_id, '') from audit_event where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> first(rows).map(row -> new Place(row.getLong(0), row.getString(1))));
    }

    /// Where an entry stands, and whom it is about.
    record Place(long seq, String patientId) {

        @Override
        public String toString() {
            return "Place[" + seq + "]";
        }
    }

    private static Uni<Optional<LogState>> state(SqlClient connection, String sql) {
        return connection
                .preparedQuery(sql)
                .execute()
                .map(rows -> first(rows)
                        .map(row -> new LogState(
                                row.getLong(0),
                                row.getBuffer(1).getBytes(),
                                row.getBuffer(2).getBytes(),
                                row.getString(3))));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        var all = rows.iterator();
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }

    private static String[] texts(List<AuditRow> rows, Function<AuditColumns, String> column) {
        return rows.stream().map(AuditRow::columns).map(column).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(List<AuditRow> rows, Function<AuditColumns, Instant> column) {
        return rows.stream()
                .map(row -> column.apply(row.columns()).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    private static <T> Buffer[] bytes(List<T> rows, Function<T, byte[]> column) {
        return rows.stream().map(column).map(Buffer::buffer).toArray(Buffer[]::new);
    }
}
