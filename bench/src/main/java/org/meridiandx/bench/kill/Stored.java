package org.meridiandx.bench.kill;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What result-service's database holds of one feed.
///
/// @param now by its clock
/// @param kept how often each message is kept as accepted, by control id
/// @param reports by filler number; more than one is a fault
/// @param loops by report
/// @param waiting events that are not told yet, of anybody
record Stored(
        Instant now,
        Map<String, Integer> kept,
        Map<String, List<Report>> reports,
        Map<String, Loop> loops,
        int waiting) {

    private static final String OURS =
            "select distinct resource_id from diagnostic_report_identifier where value like ?";
    private static final String KEPT =
            "select control_id, count(*) from received_message where outcome = 'AA' and control_id like ? group by 1";
    private static final String REPORTS = """
        select distinct i.value, r.id, r.version,
            (select count(*) from superseded_version s
                where s.resource_type = 'DiagnosticReport' and s.id = r.id),
            (select count(*) from observation o where o.report_id = r.id),
            (select max(o.value_number) from observation o where o.report_id = r.id),
            array(select s.version from superseded_version s
                where s.resource_type = 'DiagnosticReport' and s.id = r.id and s.patient_id = '')
        from diagnostic_report_identifier i join diagnostic_report r on r.id = i.resource_id
        where i.value like ?\
        """;
    private static final String LOOPS = """
        select f.report_id, f.version, f.state, f.urgency, f.due_at, (select min(s.at) from follow_up_step s
            where s.report_id = f.report_id) from follow_up f where f.report_id in (%s)\
        """.formatted(OURS);
    private static final String STEPS = """
        select report_id, kind, at from follow_up_step where report_id in (%s) order by at, id\
        """.formatted(OURS);
    private static final String WAITING = "select count(*) from outbox where refused_at is null";
    /// Nothing waits to be told, every patient is known, no deadline has passed unseen, and each
    /// critical report was escalated.
    private static final String UNSETTLED = """
        select (select count(*) from outbox where refused_at is null)
            + count(*) filter (where exists (select 1 from unmatched_report u where u.report_id = f.report_id))
            + count(*) filter (where f.due_at < now() - interval '5 seconds')
            + count(*) filter (where f.urgency = 0 and not exists (
                select 1 from follow_up_step s where s.report_id = f.report_id and s.kind = 'escalated'))
        from follow_up f where f.report_id in (%s)\
        """.formatted(OURS);

    /// A report as it stands.
    ///
    /// @param superseded how many versions it took the place of
    /// @param lines its observations
    /// @param number of the message that it says it is from
    /// @param unknown versions that were filed while nobody could say who the patient is: one
    ///     more takes their place
    record Report(String id, int version, int superseded, int lines, int number, Set<Integer> unknown) {
        Report {
            unknown = Set.copyOf(unknown);
        }
    }

    /// How far it is followed.
    ///
    /// @param due when somebody is told next; [Instant#MAX] where nobody will be
    /// @param began when its first version arrived
    /// @param begun how many of its versions began to be followed
    /// @param fired when somebody was told that it waits, in order
    record Loop(
            int version, String state, boolean isCritical, Instant due, Instant began, int begun, List<Instant> fired) {
        Loop {
            fired = List.copyOf(fired);
        }
    }

    Stored {
        kept = Map.copyOf(kept);
        reports = Map.copyOf(reports);
        loops = Map.copyOf(loops);
    }

    /// Reads what begins with a prefix.
    static Stored read(Connection connection, String prefix) throws SQLException {
        var kept = new HashMap<String, Integer>();
        each(connection, KEPT, prefix, row -> kept.put(row.getString(1), row.getInt(2)));
        var reports = new HashMap<String, List<Report>>();
        each(
                connection,
                REPORTS,
                prefix,
                row -> reports.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                        .add(report(row)));
        var begun = new HashMap<String, Integer>();
        var fired = new HashMap<String, List<Instant>>();
        each(connection, STEPS, prefix, row -> {
            switch (row.getString(2)) {
                case "addressed", "superseded", "reopened" -> begun.merge(row.getString(1), 1, Integer::sum);
                case "escalated" ->
                    fired.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                            .add(time(row, 3));
                default -> {
                    // Somebody has looked at it.
                }
            }
        });
        var loops = new HashMap<String, Loop>();
        each(connection, LOOPS, prefix, row -> {
            String id = row.getString(1);
            loops.put(
                    id,
                    new Loop(
                            row.getInt(2),
                            row.getString(3),
                            row.getInt(4) == 0,
                            time(row, 5),
                            time(row, 6),
                            begun.getOrDefault(id, 0),
                            fired.getOrDefault(id, List.of())));
        });
        return new Stored(now(connection), kept, reports, loops, count(connection, WAITING));
    }

    private static Report report(ResultSet row) throws SQLException {
        var unknown = (Integer[]) row.getArray(7).getArray();
        return new Report(
                row.getString(2), row.getInt(3), row.getInt(4), row.getInt(5), row.getInt(6), Set.of(unknown));
    }

    /// How much is still under way.
    static int unsettled(Connection connection, String prefix) throws SQLException {
        try (var select = connection.prepareStatement(UNSETTLED)) {
            select.setString(1, prefix + "%");
            try (var found = select.executeQuery()) {
                found.next();
                return found.getInt(1);
            }
        }
    }

    @FunctionalInterface
    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, String prefix, Reader reader) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, prefix + "%");
            try (var found = select.executeQuery()) {
                while (found.next()) {
                    reader.read(found);
                }
            }
        }
    }

    private static Instant now(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("select now()")) {
            found.next();
            return time(found, 1);
        }
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            found.next();
            return found.getInt(1);
        }
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? Instant.MAX : time.toInstant();
    }
}
