package org.meridiandx.result.followup.worklists;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Covers of an organisation.
@ApplicationScoped
class CoverRepository {
    private static final String ADD = """
            insert into follow_up_cover (id, organisation, absent, covering, begins_at, ends_at, recorded_by)
            values ($1, $2, $3, $4, $5, $6, $7)""";
    private static final String LIST = """
            select id, absent, covering, begins_at, ends_at from follow_up_cover
            where organisation = $1 and ends_at > now() order by begins_at, id limit 500""";
    private static final String END = """
            update follow_up_cover set ends_at = greatest(now(), begins_at)
            where id = $1 and organisation = $2 and ends_at > now()""";

    Uni<Void> add(SqlClient connection, String organisation, Cover cover, String by) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.from(List.of(
                        cover.id(),
                        organisation,
                        cover.absent(),
                        cover.covering(),
                        cover.from().atOffset(ZoneOffset.UTC),
                        cover.to().atOffset(ZoneOffset.UTC),
                        by)))
                .replaceWithVoid();
    }

    /// Those that hold now or will.
    Uni<List<Cover>> list(SqlClient connection, String organisation) {
        return connection.preparedQuery(LIST).execute(Tuple.of(organisation)).map(rows -> {
            var all = new ArrayList<Cover>();
            rows.forEach(row -> all.add(new Cover(
                    row.getUUID("id"),
                    row.getString("absent"),
                    row.getString("covering"),
                    row.getOffsetDateTime("begins_at").toInstant(),
                    row.getOffsetDateTime("ends_at").toInstant())));
            return all;
        });
    }

    /// @return false where there is none of this organisation that still holds
    Uni<Boolean> end(SqlClient connection, UUID id, String organisation) {
        return connection.preparedQuery(END).execute(Tuple.of(id, organisation)).map(rows -> rows.rowCount() == 1);
    }
}
