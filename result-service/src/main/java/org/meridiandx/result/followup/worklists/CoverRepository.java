package org.meridiandx.result.followup.worklists;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Covers of an organisation, and what becomes of a person's reports who is gone for good.
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
    private static final String OWNED = """
            select report_id from follow_up
            where state <> 'acted' and organisation = $1 and owner = $2 and owner <> '' order by report_id limit 1000""";

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

    /// Ids of at most 1,000 open reports of a person.
    Uni<List<String>> owned(SqlClient connection, String organisation, String person) {
        return connection
                .preparedQuery(OWNED)
                .execute(Tuple.of(organisation, person))
                .map(rows -> {
                    var ids = new ArrayList<String>();
                    rows.forEach(row -> ids.add(row.getString(0)));
                    return ids;
                });
    }
}
