package org.meridiandx.imaging.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Tells a body that is too long or breaks off from a disk that fails.
final class BrokenBody {
    private BrokenBody() {}

    static RuntimeException refusalOf(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            var text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("too large") || text.contains("413") || text.contains("exceeded")) {
                return ProblemException.of(
                        ProblemCode.TOO_LARGE, "The body is longer than this address takes. Send fewer files at once.");
            }
            if (text.contains("connection was closed") || text.contains("connection reset")) {
                return ProblemException.of(ProblemCode.MALFORMED_BODY, "The body broke off. Nothing was stored.");
            }
        }
        return new UncheckedIOException(new IOException(failed.getClass().getSimpleName(), failed));
    }
}
