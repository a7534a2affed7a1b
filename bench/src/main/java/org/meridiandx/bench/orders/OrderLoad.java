package org.meridiandx.bench.orders;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.meridiandx.bench.orders.StoredOrders.Template;
import org.meridiandx.bench.patients.CopyRows;
import org.meridiandx.bench.patients.SyntheticPatients;
import org.meridiandx.bench.patients.TakenIndexes;
import org.postgresql.PGConnection;

/// Fills order-service's tables with copies of one order that the service itself stored, by COPY into a table of its
/// own and from there: so every column and every row beside the request is as the service makes them.
///
/// What is there from an earlier run with the same numbers is kept.
final class OrderLoad {

    /// Rises when rows are made differently.
    private static final int EDITION = 1;

    private static final int NEWS_EVERY = 100_000;
    private static final String STAGED =
            "bench_order (id text, task_id text, placer text, patient_id text, nhs_number text, content bytea, n int)";
    private static final String COPY =
            "copy bench_order (id, task_id, placer, patient_id, nhs_number, content, n) from stdin (format binary)";
    /// Spread over a year, the last one a minute ago.
    private static final String TIME = "now() - interval '1 minute' - (s.n * interval '31 seconds')";

    private final Connection connection;
    private final SyntheticPatients patients;
    private final int count;
    private final Consumer<String> news;

    OrderLoad(Connection connection, SyntheticPatients patients, int count, Consumer<String> news) {
        this.connection = connection;
        this.patients = patients;
        this.count = count;
        this.news = news;
    }

    /// The orders of an earlier run, where the tables hold just these.
    Optional<StoredOrders> found() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create table if not exists bench_load"
                    + " (edition int, patients int, requests int, id text, task_id text, placer text, content text)");
            try (var found = statement.executeQuery("select id, task_id, placer, content from bench_load"
                    + " where edition = " + EDITION + " and patients = " + patients.count() + " and requests = "
                    + count)) {
                return found.next()
                        ? Optional.of(orders(new Template(
                                found.getString(1),
                                found.getString(2),
                                found.getString(3),
                                patients.at(0),
                                found.getString(4))))
                        : Optional.empty();
            }
        }
    }

    private StoredOrders orders(Template template) {
        return new StoredOrders(template, patients, count);
    }

    /// Fills the tables, after all that the service holds was thrown away but the template.
    ///
    /// @param id of the template, which is about the first patient and has an open task
    StoredOrders run(String id, String placer) throws SQLException, IOException {
        var orders = orders(template(id, placer));
        try (var statement = connection.createStatement()) {
            statement.execute("delete from bench_load");
            statement.execute("drop table if exists bench_order");
            statement.execute("create unlogged table " + STAGED);
            // No look at foreign keys and no triggers: each row's request is there.
            statement.execute("set session_replication_role = replica");
            statement.execute("set maintenance_work_mem = '1GB'");
            statement.execute("set synchronous_commit = off");
        }
        stage(orders);
        var indexes = TakenIndexes.of(
                connection, "service_request", "service_request_identifier", "service_request_code", "task");
        fill("service_request", "id", id, request());
        fill("service_request_identifier", "resource_id", id, Map.of("resource_id", "s.id", "value", number(placer)));
        fill("service_request_code", "resource_id", id, Map.of("resource_id", "s.id"));
        fill("service_request_reference", "resource_id", id, Map.of("resource_id", "s.id"));
        fill("task", "focus_id", id, task(orders.template()));
        indexes.putBack(news);
        finish(orders.template());
        return orders;
    }

    private Template template(String id, String placer) throws SQLException {
        try (var select = connection.prepareStatement(
                "select convert_from(r.content, 'UTF8'), t.id from service_request r, task t where r.id = ?"
                        + " and t.focus_id = r.id")) {
            select.setString(1, id);
            try (var found = select.executeQuery()) {
                found.next();
                return new Template(id, found.getString(2), placer, patients.at(0), found.getString(1));
            }
        }
    }

    private void stage(StoredOrders orders) throws SQLException, IOException {
        long begin = System.nanoTime();
        var rows =
                new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY));
        for (int i = 0; i < count; i++) {
            var order = orders.at(i);
            rows.row(7)
                    .text(order.id())
                    .text(order.taskId())
                    .text(order.placer())
                    .text(order.patient().id())
                    .text(order.patient().nhsNumber())
                    .bytes(order.content())
                    .integer(i);
            if ((i + 1) % NEWS_EVERY == 0) {
                double seconds = (System.nanoTime() - begin) / 1e9;
                news.accept(String.format(Locale.ROOT, "orders: %d of %d, %.0f/s", i + 1, count, i / seconds));
            }
        }
        rows.end();
    }

    private static Map<String, String> request() {
        return Map.of(
                "id", "s.id",
                "patient_id", "s.patient_id",
                "recorded_patient_id", "s.patient_id",
                "nhs_number", "s.nhs_number",
                "content", "s.content",
                "placer_number", "s.placer",
                "requisition", "'S-' || s.placer",
                "last_updated", TIME,
                "authored_on", TIME);
    }

    /// The identifier is the placer number; the requisition goes with it.
    private static String number(String placer) {
        return "replace(t.value, '" + placer + "', s.placer)";
    }

    private static Map<String, String> task(Template template) {
        String content = "convert_from(t.content, 'UTF8')";
        for (var pair : new TreeMap<>(Map.of(
                        template.taskId(), "s.task_id",
                        template.id(), "s.id",
                        template.placer(), "s.placer",
                        template.patient().id(), "s.patient_id",
                        template.patient().nhsNumber(), "s.nhs_number"))
                .entrySet()) {
            content = "replace(" + content + ", '" + pair.getKey() + "', " + pair.getValue() + ")";
        }
        return Map.of(
                "id", "s.task_id",
                "focus_id", "s.id",
                "patient_id", "s.patient_id",
                "recorded_patient_id", "s.patient_id",
                "nhs_number", "s.nhs_number",
                "content", "convert_to(" + content + ", 'UTF8')",
                "last_updated", TIME,
                "authored_on", TIME);
    }

    /// Copies the template's rows of one table for each order.
    ///
    /// @param key the column that holds the template's id
    /// @param own columns that differ
    private void fill(String table, String key, String id, Map<String, String> own) throws SQLException {
        news.accept("orders: " + table);
        try (var statement = connection.createStatement()) {
            var columns = new StringJoiner(", ");
            var values = new StringJoiner(", ");
            try (var found = statement.executeQuery("select column_name from information_schema.columns"
                    + " where table_schema = 'public' and table_name = '" + table + "' and is_generated = 'NEVER'")) {
                while (found.next()) {
                    String column = found.getString(1);
                    columns.add(column);
                    values.add(own.getOrDefault(column, "t." + column));
                }
            }
            statement.execute("delete from " + table + " where " + key + " <> '" + id + "'");
            statement.execute("insert into " + table + " (" + columns + ") select " + values + " from bench_order s, "
                    + table + " t where t." + key + " = '" + id + "'");
        }
    }

    private void finish(Template template) throws SQLException {
        try (var statement = connection.createStatement();
                var insert = connection.prepareStatement("insert into bench_load values (?, ?, ?, ?, ?, ?, ?)")) {
            news.accept("orders: statistics");
            statement.execute("drop table bench_order");
            statement.execute("vacuum (analyze)");
            statement.execute("checkpoint");
            insert.setInt(1, EDITION);
            insert.setInt(2, patients.count());
            insert.setInt(3, count);
            insert.setString(4, template.id());
            insert.setString(5, template.taskId());
            insert.setString(6, template.placer());
            insert.setString(7, template.content());
            insert.executeUpdate();
        }
    }
}
