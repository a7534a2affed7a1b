package org.meridiandx.result.followup.loops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.result.followup.loops.LoopEvents.Acknowledger;
import org.meridiandx.result.resources.ResourceTree;

/// What is on record of reports: their lines as they stand, and who has acknowledged them.
@ApplicationScoped
class LinesOnRecord {
    private static final String LINES = "select report_id, content from observation where report_id = any($1)";
    /// Of each who acknowledged, the latest version that they did.
    private static final String ACKNOWLEDGERS = """
            select report_id, actor, organisation, max(version) as version from report_acknowledgement
            where report_id = any($1) group by report_id, actor, organisation order by report_id, actor""";

    Uni<Map<String, List<ObjectNode>>> of(SqlClient connection, Collection<String> reportIds) {
        return connection
                .preparedQuery(LINES)
                .execute(Tuple.of(reportIds.toArray(String[]::new)))
                .map(rows -> {
                    var found = new HashMap<String, List<ObjectNode>>();
                    rows.forEach(row -> found.computeIfAbsent(row.getString(0), id -> new ArrayList<>())
                            .add(ResourceTree.parse(row.getBuffer(1).getBytes())));
                    return found;
                });
    }

    Uni<Map<String, List<Acknowledger>>> acknowledgers(SqlClient connection, Collection<String> reportIds) {
        return connection
                .preparedQuery(ACKNOWLEDGERS)
                .execute(Tuple.of(reportIds.toArray(String[]::new)))
                .map(rows -> {
                    var found = new HashMap<String, List<Acknowledger>>();
                    rows.forEach(row -> found.computeIfAbsent(row.getString("report_id"), id -> new ArrayList<>())
                            .add(new Acknowledger(
                                    row.getString("report_id"),
                                    row.getInteger("version"),
                                    row.getString("actor"),
                                    row.getString("organisation"))));
                    return found;
                });
    }
}
