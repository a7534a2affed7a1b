package org.meridiandx.result.followup.loops;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.result.followup.rules.Mark;

/// Reads the steps that were made.
@ApplicationScoped
public class StepLog {
    private static final String OF_REPORT = """
            select report_id, version, kind, at, actor, organisation, detail from follow_up_step
            where report_id = $1 order by id limit 1000""";

    /// Oldest first, at most 1,000.
    public Uni<List<Step>> list(SqlClient connection, String reportId) {
        return connection.preparedQuery(OF_REPORT).execute(Tuple.of(reportId)).map(rows -> {
            var all = new ArrayList<Step>();
            rows.forEach(row -> all.add(new Step(
                    row.getString("report_id"),
                    row.getInteger("version"),
                    row.getString("kind"),
                    new Mark(
                            row.getOffsetDateTime("at").toInstant(),
                            row.getString("actor"),
                            row.getString("organisation")),
                    row.getString("detail"))));
            return all;
        });
    }
}
