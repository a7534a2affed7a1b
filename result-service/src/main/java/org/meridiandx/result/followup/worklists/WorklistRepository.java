package org.meridiandx.result.followup.worklists;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.result.followup.loops.LoopRows;

/// Reads work lists by keyset: the most urgent first, of those the longest waiting. Content of
/// reports is not touched.
@ApplicationScoped
class WorklistRepository {
    private static final String SELECT = LoopRows.select(", r.organisations, r.code_system, r.code");
    private static final String PAGE = SELECT + """
             where f.state <> 'acted' and %s and (f.urgency, f.began_at, f.report_id) > ($3, $4, $5)
            order by f.urgency, f.began_at, f.report_id limit $6""";
    private static final String ONE = SELECT + " where f.report_id = $1";

    Uni<List<Listed>> page(SqlClient connection, ListQuery query, String organisation, String person) {
        var after = query.after();
        return connection
                .preparedQuery(PAGE.formatted(query.list().condition()))
                .execute(Tuple.from(List.of(
                        organisation,
                        person,
                        (short) after.urgency(),
                        after.beganAt().atOffset(ZoneOffset.UTC),
                        after.reportId(),
                        query.count())))
                .map(WorklistRepository::listed);
    }

    Uni<Optional<Listed>> find(SqlClient connection, String reportId) {
        return connection
                .preparedQuery(ONE)
                .execute(Tuple.of(reportId))
                .map(rows -> listed(rows).stream().findFirst());
    }

    private static List<Listed> listed(RowSet<Row> rows) {
        var all = new ArrayList<Listed>(rows.size());
        rows.forEach(row -> all.add(new Listed(
                LoopRows.loopOf(row),
                row.getString("code_system") + "|" + row.getString("code"),
                Set.of(row.getArrayOfStrings("organisations")))));
        return all;
    }
}
