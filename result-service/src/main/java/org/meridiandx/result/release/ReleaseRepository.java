package org.meridiandx.result.release;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.meridiandx.result.release.rules.ReleaseRule.Word;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;

/// What is on record of results that may have to wait. Plain statements, a few for however many reports: see the
/// package `filing`.
@ApplicationScoped
class ReleaseRepository {
    private static final String REPORTS = """
            select r.id, r.version, r.patient_id, r.last_updated, r.content, r.performer, now() as now,
                coalesce(f.organisation, '') as responsible, coalesce(f.urgency = 0, false) as is_critical
            from diagnostic_report r left join follow_up f on f.report_id = r.id where r.id = any($1)""";
    private static final String LINES = """
            select id, version, patient_id, last_updated, content, performer, report_id, now() as now
            from observation where report_id = any($1) or id = any($2)""";
    private static final String WORDS = "select report_id, content, bool_or(is_release) as is_release from patient_note"
            + " where report_id = any($1) group by report_id, content";
    /// Where a line or a specimen belongs.
    private static final String PLACES = "select id, version, report_id from %s where id = any($1)";

    /// A row of a type, with the report that it belongs to; empty where it has none.
    record Place(String id, int version, String reportId) {}

    Uni<List<Place>> places(SqlClient connection, String table, Collection<String> ids) {
        return connection
                .preparedQuery(PLACES.formatted(table))
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> {
                    var found = new ArrayList<Place>(rows.size());
                    rows.forEach(row -> found.add(
                            new Place(row.getString("id"), row.getInteger("version"), row.getString("report_id"))));
                    return List.copyOf(found);
                });
    }

    /// Reports with all that counts, by their ids.
    Uni<Map<String, HeldReport>> reports(SqlClient connection, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        var asked = ids.toArray(String[]::new);
        return connection.preparedQuery(REPORTS).execute(Tuple.of(asked)).chain(rows -> {
            var found = new ArrayList<Found>(rows.size());
            rows.forEach(row -> found.add(Found.of(row)));
            var named = found.stream().flatMap(one -> named(one.row()).stream()).distinct();
            return lines(connection, asked, named.toArray(String[]::new))
                    .chain(lines -> words(connection, asked).map(words -> together(found, lines, words)));
        });
    }

    /// Lines that no report has, each as if it were one.
    Uni<Map<String, HeldReport>> alone(SqlClient connection, Collection<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : lines(connection, new String[0], ids.toArray(String[]::new)).map(found -> {
                    var all = new HashMap<String, HeldReport>();
                    found.forEach(line -> all.put(line.row().id(), held(line, List.of(line), Map.of())));
                    return all;
                });
    }

    private Uni<List<Found>> lines(SqlClient connection, String[] reports, String[] named) {
        return connection.preparedQuery(LINES).execute(Tuple.of(reports, named)).map(rows -> {
            var found = new ArrayList<Found>(rows.size());
            rows.forEach(row -> found.add(Found.ofLine(row)));
            return List.copyOf(found);
        });
    }

    private Uni<Map<String, Map<String, Word>>> words(SqlClient connection, String[] reports) {
        return connection.preparedQuery(WORDS).execute(Tuple.of(reports)).map(rows -> {
            var found = new HashMap<String, Map<String, Word>>();
            rows.forEach(row -> found.computeIfAbsent(row.getString("report_id"), id -> new HashMap<>())
                    .put(row.getString("content"), row.getBoolean("is_release") ? Word.RELEASE : Word.COMMENT));
            return found;
        });
    }

    private static Map<String, HeldReport> together(
            List<Found> reports, List<Found> lines, Map<String, Map<String, Word>> words) {
        var all = new HashMap<String, HeldReport>();
        for (var report : reports) {
            var id = report.row().id();
            var named = named(report.row());
            var its = lines.stream()
                    .filter(line ->
                            line.place().equals(id) || named.contains(line.row().id()))
                    .toList();
            all.put(id, held(report, its, words.getOrDefault(id, Map.of())));
        }
        return all;
    }

    private static HeldReport held(Found report, List<Found> lines, Map<String, Word> words) {
        return new HeldReport(
                report.row(),
                lines.stream().map(Found::row).toList(),
                Stream.of(report.place(), report.performer())
                        .filter(code -> !code.isEmpty())
                        .distinct()
                        .toList(),
                report.isCritical(),
                words,
                report.now());
    }

    /// Ids of the lines that a report names, whoever filed them and when.
    private static Set<String> named(HeldReport.Row report) {
        var ids = new HashSet<String>();
        report.json().path("result").forEach(reference -> ids.add(ResourceColumns.idOf(reference)));
        ids.remove("");
        return ids;
    }

    /// A row as it was read.
    ///
    /// @param place of a report who answers for it, of a line its report
    private record Found(HeldReport.Row row, String place, String performer, boolean isCritical, Instant now) {
        static Found of(Row row) {
            return of(row, row.getString("responsible"), row.getBoolean("is_critical"));
        }

        static Found ofLine(Row row) {
            return of(row, row.getString("report_id"), false);
        }

        private static Found of(Row row, String place, boolean isCritical) {
            return new Found(
                    new HeldReport.Row(
                            row.getString("id"),
                            row.getInteger("version"),
                            row.getString("patient_id"),
                            row.getOffsetDateTime("last_updated").toInstant(),
                            ResourceTree.parse(row.getBuffer("content").getBytes())),
                    place,
                    row.getString("performer"),
                    isCritical,
                    row.getOffsetDateTime("now").toInstant());
        }
    }
}
