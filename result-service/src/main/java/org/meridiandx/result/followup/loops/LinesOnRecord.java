package org.meridiandx.result.followup.loops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.result.followup.loops.LoopEvents.Acknowledger;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;

/// What is on record of reports: their lines as they stand, and who has acknowledged them.
@ApplicationScoped
class LinesOnRecord {
    private static final String LINES =
            "select id, report_id, content from observation where report_id = any($1) or id = any($2)";
    private static final String REPORT = "select content from diagnostic_report where id = $1";
    /// Of each who acknowledged, the latest version that they did.
    private static final String ACKNOWLEDGERS = """
            select report_id, actor, organisation, max(version) as version from report_acknowledgement
            where report_id = any($1) group by report_id, actor, organisation order by report_id, actor""";

    /// Ids of the lines that a report names, whoever filed them and when.
    static Set<String> named(JsonNode report) {
        var ids = new LinkedHashSet<String>();
        report.path("result").forEach(reference -> ids.add(ResourceColumns.idOf(reference)));
        ids.remove("");
        return ids;
    }

    /// The lines of reports: those that came with them, and those that they name.
    ///
    /// @param named ids of the lines that each report names, by its id
    Uni<Map<String, List<ObjectNode>>> of(SqlClient connection, Map<String, Set<String>> named) {
        var ids = new HashSet<String>();
        named.values().forEach(ids::addAll);
        return connection
                .preparedQuery(LINES)
                .execute(Tuple.of(named.keySet().toArray(String[]::new), ids.toArray(String[]::new)))
                .map(rows -> {
                    var found = new HashMap<String, List<ObjectNode>>();
                    rows.forEach(row -> add(found, named, row));
                    return found;
                });
    }

    private static void add(Map<String, List<ObjectNode>> found, Map<String, Set<String>> named, Row row) {
        var id = row.getString("id");
        var reportId = row.getString("report_id");
        var line = ResourceTree.parse(row.getBuffer("content").getBytes());
        named.forEach((report, lines) -> {
            if (report.equals(reportId) || lines.contains(id)) {
                found.computeIfAbsent(report, any -> new ArrayList<>()).add(line);
            }
        });
    }

    /// The lines of one report on record.
    Uni<List<ObjectNode>> of(SqlClient connection, String reportId) {
        return connection
                .preparedQuery(REPORT)
                .execute(Tuple.of(reportId))
                .map(rows -> rows.iterator().hasNext()
                        ? named(ResourceTree.parse(
                                rows.iterator().next().getBuffer(0).getBytes()))
                        : Set.<String>of())
                .chain(named -> of(connection, Map.of(reportId, named)))
                .map(found -> found.getOrDefault(reportId, List.of()));
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
