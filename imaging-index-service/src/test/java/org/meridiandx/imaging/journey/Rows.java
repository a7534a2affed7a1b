package org.meridiandx.imaging.journey;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.meridiandx.testkit.postgres.PostgresDatabase;

/// Looks into the service's tables, and waits for what events bring about there.
record Rows(PostgresDatabase database) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// The first column of the only row; empty where there is none or nothing in it.
    String text(String sql, String argument) {
        try (var connection = database.connect();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            try (var rows = statement.executeQuery()) {
                var value = rows.next() ? rows.getString(1) : null;
                return value == null ? "" : value;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// @return the text once it is as expected, else what it was at the end of patience
    String await(String expected, String sql, String argument) throws InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        var seen = text(sql, argument);
        while (!seen.equals(expected) && Instant.now().isBefore(end)) {
            Thread.sleep(100);
            seen = text(sql, argument);
        }
        return seen;
    }
}
