package org.meridiandx.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateTimerFilterTest {
    private static final String COMPLETE = "Result is already complete";
    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    private final LateTimerFilter filter = new LateTimerFilter();

    @ParameterizedTest
    @CsvSource({
        "Result is already complete, io.vertx.sqlclient.impl.pool.SqlConnectionPool, lambda$execute$3, false",
        "Result is already complete, io.vertx.sqlclient.impl.pool.SqlConnectionPool, lambda$evict$2, true",
        "Result is already complete, org.meridiandx.order.Ours, lambda$execute$3, true",
        "Something else, io.vertx.sqlclient.impl.pool.SqlConnectionPool, lambda$execute$3, true"
    })
    void shouldDropTheTimerOfThePoolAndNothingElse(String message, String type, String method, boolean isShown) {
        // Given
        var thrown = new IllegalStateException(message);
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("io.vertx.core.Promise", "fail", "Promise.java", 90),
            new StackTraceElement(type, method, "Some.java", 216)
        });

        // When
        var isLoggable = filter.isLoggable(record(thrown));

        // Then
        assertThat(isLoggable).isEqualTo(isShown);
    }

    @Test
    void shouldShowALineWithoutATrace() {
        assertThat(filter.isLoggable(record(null))).isTrue();
    }

    @Test
    void shouldShowAnotherKindOfFailureFromTheSamePlace() {
        // Given
        var thrown = new NullPointerException(COMPLETE);
        thrown.setStackTrace(
                new StackTraceElement[] {new StackTraceElement(POOL, "lambda$execute$3", "Some.java", 216)});

        // When / Then
        assertThat(filter.isLoggable(record(thrown))).isTrue();
    }

    private static LogRecord record(@Nullable Throwable thrown) {
        var record = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        record.setThrown(thrown);
        return record;
    }
}
