package org.meridiandx.hl7v2.mllp;

/// Failures as a log may show them.
final class Failures {

    private static final int DEEPEST_CAUSE = 5;

    private Failures() {}

    /// Types and place only: texts of exceptions may hold content.
    static String describe(Throwable failure) {
        var description = new StringBuilder(failure.getClass().getName());
        var trace = failure.getStackTrace();
        if (trace.length > 0) {
            description.append(" at ").append(trace[0]);
        }
        var cause = failure.getCause();
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            description.append(", caused by ").append(cause.getClass().getName());
            cause = cause.getCause();
        }
        return description.toString();
    }
}
