package org.meridiandx.bench.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridiandx.bench.stand.Stand;

/// What PostgreSQL does for a statement that the service sends: the statement is taken, with its values, from the
/// server's own log, and explained. All patients are made up, so their names may stand there.
final class Explained {

    private static final long LOG_MILLIS = 1500;
    private static final Pattern EXECUTED =
            Pattern.compile("execute [^:]*: (select .*?)\\n[^\\n]*DETAIL:\\s+[Pp]arameters: ([^\\n]*)", Pattern.DOTALL);
    private static final Pattern VALUE = Pattern.compile("\\$(\\d+) = ('(?:[^']|'')*'|NULL)");

    private final Stand stand;
    private final String database;

    Explained(Stand stand, String database) {
        this.stand = stand;
        this.database = database;
    }

    /// Something that makes the service send the statement.
    @FunctionalInterface
    interface Call {
        void send() throws IOException;
    }

    /// @param part what the statement holds
    /// @return the plan with times; empty when no such statement was sent
    List<String> planOf(String part, Call call) throws IOException, InterruptedException, SQLException {
        try (var connection = stand.database().connect(database)) {
            Path log = stand.home().resolve("postgres.log");
            long before = Files.size(log);
            set(connection, "alter system set log_min_duration_statement = 0");
            call.send();
            set(connection, "alter system reset log_min_duration_statement");
            var text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            var executed = EXECUTED.matcher(text.substring((int) Math.min(before, text.length())));
            var plan = new ArrayList<String>();
            while (executed.find() && plan.isEmpty()) {
                if (executed.group(1).contains(part)) {
                    plan.addAll(explain(connection, withValues(executed.group(1), executed.group(2))));
                }
            }
            return plan;
        }
    }

    private static void set(Connection connection, String sql) throws SQLException, InterruptedException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            statement.execute("select pg_reload_conf()");
        }
        Thread.sleep(LOG_MILLIS);
    }

    static String withValues(String sql, String parameters) {
        var values = new ArrayList<String>();
        var value = VALUE.matcher(parameters);
        while (value.find()) {
            values.add(value.group(2));
        }
        return Pattern.compile("\\$(\\d+)")
                .matcher(sql)
                .replaceAll(found -> Matcher.quoteReplacement(values.get(Integer.parseInt(found.group(1)) - 1)));
    }

    private static List<String> explain(Connection connection, String sql) throws SQLException {
        var plan = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("explain (analyze, buffers) " + sql)) {
            while (found.next()) {
                plan.add(found.getString(1));
            }
        }
        return plan;
    }
}
