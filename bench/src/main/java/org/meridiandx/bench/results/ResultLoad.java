package org.meridiandx.bench.results;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.meridiandx.bench.patients.CopyRows;
import org.meridiandx.bench.patients.SyntheticPatients;
import org.meridiandx.bench.patients.TakenIndexes;
import org.meridiandx.bench.results.StoredResults.Resource;
import org.meridiandx.bench.results.StoredResults.Template;
import org.postgresql.PGConnection;

/// Fills result-service's tables with copies of one report that the service itself stored, with
/// its lines and its specimen: every column and every row beside them is as the service makes
/// them. Nobody follows the copies any more.
///
/// What is there from an earlier run with the same numbers is kept.
final class ResultLoad {

    /// Rises when rows are made differently.
    private static final int EDITION = 1;

    private static final int NEWS_EVERY = 100_000;
    private static final String STAGED =
            "bench_result (n int, head text, filler text, patient_id text, nhs_number text)";
    private static final String COPY =
            "copy bench_result (n, head, filler, patient_id, nhs_number) from stdin (format binary)";
    /// Spread over the time that so many reports take at one in 31 s, the last one a minute ago.
    private static final String TIME = "now() - interval '1 minute' - (s.n * interval '31 seconds')";

    /// Each table, and the column that leads to the template's rows.
    private static final Map<String, String> TABLES = Map.of(
            "diagnostic_report", "id",
            "diagnostic_report_identifier", "resource_id",
            "diagnostic_report_code", "resource_id",
            "diagnostic_report_category", "resource_id",
            "observation", "id",
            "observation_identifier", "resource_id",
            "observation_code", "resource_id",
            "specimen", "id",
            "specimen_identifier", "resource_id");

    private final Connection connection;
    private final SyntheticPatients patients;
    private final int count;
    private final Consumer<String> news;

    /// @param connection as superuser, to the service's database with its tables
    /// @param count reports
    ResultLoad(Connection connection, SyntheticPatients patients, int count, Consumer<String> news) {
        this.connection = connection;
        this.patients = patients;
        this.count = count;
        this.news = news;
    }

    /// The reports of an earlier run, where the tables hold just these.
    Optional<StoredResults> found() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create table if not exists bench_load"
                    + " (edition int, patients int, reports int, template text)");
            try (var found = statement.executeQuery("select template from bench_load where edition = " + EDITION
                    + " and patients = " + patients.count() + " and reports = " + count)) {
                return found.next() ? Optional.of(results(found.getString(1))) : Optional.empty();
            }
        }
    }

    private StoredResults results(String filler) throws SQLException {
        return new StoredResults(template(filler), patients, count);
    }

    /// Fills the tables, after all that the service holds was thrown away but the template.
    ///
    /// @param filler number of the template, which is about the first patient
    StoredResults run(String filler) throws SQLException, IOException {
        var results = results(filler);
        try (var statement = connection.createStatement()) {
            statement.execute("delete from bench_load");
            statement.execute("drop table if exists bench_result");
            statement.execute("create unlogged table " + STAGED);
            // No look at foreign keys and no triggers: each row's report is there.
            statement.execute("set session_replication_role = replica");
            statement.execute("set maintenance_work_mem = '1GB'");
            statement.execute("set synchronous_commit = off");
        }
        stage(results);
        var indexes = TakenIndexes.of(connection, TABLES.keySet().toArray(String[]::new));
        for (var table : TABLES.entrySet()) {
            fill(table.getKey(), table.getValue(), results.template());
        }
        indexes.putBack(news);
        finish(filler);
        return results;
    }

    private Template template(String filler) throws SQLException {
        var report = all(
                        "select r.id, convert_from(r.content, 'UTF8') from diagnostic_report r where r.id ="
                                + " (select resource_id from diagnostic_report_identifier where value = ? limit 1)",
                        filler)
                .getFirst();
        var lines = all(
                "select id, convert_from(content, 'UTF8') from observation where report_id = ?"
                        + " order by observation_key",
                report.id());
        var specimen = all("select id, convert_from(content, 'UTF8') from specimen where report_id = ?", report.id())
                .getFirst();
        return new Template(filler, patients.at(0), report, lines, specimen);
    }

    private List<Resource> all(String sql, String value) throws SQLException {
        var all = new ArrayList<Resource>();
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, value);
            try (var found = select.executeQuery()) {
                while (found.next()) {
                    all.add(new Resource(found.getString(1), found.getString(2)));
                }
            }
        }
        return all;
    }

    private void stage(StoredResults results) throws SQLException, IOException {
        var rows =
                new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY));
        for (int i = 0; i < count; i++) {
            var patient = results.patient(i);
            rows.row(5)
                    .integer(i)
                    .text(StoredResults.head(i))
                    .text(results.filler(i))
                    .text(patient.id())
                    .text(patient.nhsNumber());
            if ((i + 1) % NEWS_EVERY == 0) {
                news.accept(String.format(Locale.ROOT, "reports: %d of %d", i + 1, count));
            }
        }
        rows.end();
    }

    /// Copies the template's rows of one table for each report.
    private void fill(String table, String key, Template template) throws SQLException {
        news.accept("filling " + table);
        String ids = "('" + String.join("', '", template.ids()) + "')";
        try (var statement = connection.createStatement()) {
            var columns = new StringJoiner(", ");
            var values = new StringJoiner(", ");
            try (var found = statement.executeQuery("select column_name, data_type from information_schema.columns"
                    + " where table_schema = 'public' and table_name = '" + table + "' and is_generated = 'NEVER'")) {
                while (found.next()) {
                    columns.add(found.getString(1));
                    values.add(value(found.getString(1), found.getString(2), template));
                }
            }
            statement.execute("delete from " + table + " where " + key + " not in " + ids);
            statement.execute("insert into " + table + " (" + columns + ") select " + values + " from bench_result s, "
                    + table + " t where t." + key + " in " + ids);
        }
    }

    private static String value(String column, String type, Template template) {
        String own = "t." + column;
        if (column.equals("report_key")) {
            return own + " || '#' || s.n";
        }
        return switch (type) {
            case "text" -> copied(own, template);
            case "bytea" -> "convert_to(" + copied("convert_from(" + own + ", 'UTF8')", template) + ", 'UTF8')";
            case "timestamp with time zone" -> "case when " + own + " is null then null else " + TIME + " end";
            default -> own;
        };
    }

    /// As [StoredResults#copy] does it.
    private static String copied(String text, Template template) {
        String copied = text;
        for (String id : template.ids()) {
            copied = "replace(%s, '%s', s.head || '%s')".formatted(copied, id, id.substring(8));
        }
        copied = "replace(%s, '%s', s.patient_id)"
                .formatted(copied, template.patient().id());
        copied = "replace(%s, '%s', s.nhs_number)"
                .formatted(copied, template.patient().nhsNumber());
        return "replace(%s, '%s', s.filler)".formatted(copied, template.filler());
    }

    private void finish(String filler) throws SQLException {
        try (var statement = connection.createStatement();
                var insert = connection.prepareStatement("insert into bench_load values (?, ?, ?, ?)")) {
            news.accept("statistics");
            statement.execute("drop table bench_result");
            statement.execute("vacuum (analyze)");
            statement.execute("checkpoint");
            insert.setInt(1, EDITION);
            insert.setInt(2, patients.count());
            insert.setInt(3, count);
            insert.setString(4, filler);
            insert.executeUpdate();
        }
    }
}
