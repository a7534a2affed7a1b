package org.meridiandx.testkit.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/// Looks into a service's tables, and waits for what events bring about there.
public record Rows(PostgresDatabase database) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /// The first column of the first row as text; empty where there is none or nothing in it.
    public String text(String sql, Object... arguments) {
        try (var connection = database.connect();
                var statement = prepare(connection, sql, arguments);
                var rows = statement.executeQuery()) {
            var value = rows.next() ? rows.getString(1) : null;
            return value == null ? "" : value;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /// The number in the first column of the first row, as of a `select count(*)`.
    public int number(String sql, Object... arguments) {
        return Integer.parseInt(text(sql, arguments));
    }

    /// Waits until [#text] is as expected.
    ///
    /// @return the text once it is as expected, else what it was at the end of patience
    public String await(String expected, String sql, Object... arguments) throws InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        var seen = text(sql, arguments);
        while (!seen.equals(expected) && Instant.now().isBefore(end)) {
            Thread.sleep(PAUSE);
            seen = text(sql, arguments);
        }
        return seen;
    }

    /// Writes what no edge of the service would.
    public void execute(String sql, Object... arguments) {
        try (var connection = database.connect();
                var statement = prepare(connection, sql, arguments)) {
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }
}
