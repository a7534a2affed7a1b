package org.meridiandx.telemetry;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// Drops one line with its trace that the PostgreSQL client's pool logs for each request of an outage, half a minute
/// after that request was answered.
///
/// The pool sets a timer for "no connection in time" and does not cancel it when it fails for
/// another reason; the timer then completes a result that is complete. Nothing is wrong and nobody can act on it, and
/// hundreds of traces bury the lines that tell of the outage. To be removed with a client that cancels the timer.
///
/// **Source:** eclipse-vertx/vertx-sql-client issue 1706 (open in 4.5.34).
@LoggingFilter(name = "late-timers")
public final class LateTimerFilter implements Filter {
    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    @Override
    public boolean isLoggable(LogRecord record) {
        return !(record.getThrown() instanceof IllegalStateException late
                && "Result is already complete".equals(late.getMessage())
                && Arrays.stream(late.getStackTrace()).anyMatch(LateTimerFilter::isTimerOfPool));
    }

    private static boolean isTimerOfPool(StackTraceElement frame) {
        return frame.getClassName().equals(POOL) && frame.getMethodName().startsWith("lambda$execute$");
    }
}
