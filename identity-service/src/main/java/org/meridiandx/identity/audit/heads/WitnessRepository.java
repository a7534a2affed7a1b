package org.meridiandx.identity.audit.heads;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plain SQL: one statement keeps a head or notes that it was seen again.
@ApplicationScoped
class WitnessRepository {
    private static final String COLUMNS = "region, size, root, signed_at, signed, first_seen, last_seen";
    private static final String KEEP = """
            insert into witnessed_head (region, size, root, signed_at, signed, first_seen, last_seen)
            values ($1, $2, $3, $4, $5, $6, $6)
            on conflict (region, size, root) do update set last_seen = greatest(witnessed_head.last_seen, $6)""";
    /// The same size with another root, a larger log that was signed earlier, a smaller one that was
    /// signed later. Each by an index: a region tells a head a minute, and all of them are kept.
    private static final String CONTRADICTION = """
            (select %1$s from witnessed_head where region = $1 and size = $2 and root <> $3 limit 1)
            union all
            (select %1$s from witnessed_head where region = $1 and size > $2 and signed_at < $4 limit 1)
            union all
            (select %1$s from witnessed_head where region = $1 and size < $2 and signed_at > $4 limit 1)
            limit 1""".formatted(COLUMNS);
    private static final String NEWEST =
            "select " + COLUMNS + " from witnessed_head where region = $1 and size < $2 order by size desc limit $3";

    Uni<Void> keep(SqlClient connection, WitnessedHead seen) {
        var head = seen.head();
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        head.region(),
                        head.size(),
                        Buffer.buffer(head.root()),
                        head.timestamp().atOffset(ZoneOffset.UTC),
                        seen.signed(),
                        seen.lastSeen().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// A head of that region that cannot be true together with this one.
    Uni<Optional<WitnessedHead>> contradicting(SqlClient connection, TreeHead head) {
        return connection
                .preparedQuery(CONTRADICTION)
                .execute(Tuple.of(
                        head.region(),
                        head.size(),
                        Buffer.buffer(head.root()),
                        head.timestamp().atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var found = rows.iterator();
                    return found.hasNext() ? Optional.of(headOf(found.next())) : Optional.empty();
                });
    }

    Uni<List<WitnessedHead>> newest(SqlClient connection, String region, long below, int count) {
        return connection
                .preparedQuery(NEWEST)
                .execute(Tuple.of(region, below, count))
                .map(rows -> {
                    var found = new ArrayList<WitnessedHead>(rows.size());
                    rows.forEach(row -> found.add(headOf(row)));
                    return found;
                });
    }

    private static WitnessedHead headOf(Row row) {
        return new WitnessedHead(
                new TreeHead(
                        row.getString("region"),
                        row.getLong("size"),
                        row.getOffsetDateTime("signed_at").toInstant(),
                        row.getBuffer("root").getBytes()),
                row.getString("signed"),
                row.getOffsetDateTime("first_seen").toInstant(),
                row.getOffsetDateTime("last_seen").toInstant());
    }
}
