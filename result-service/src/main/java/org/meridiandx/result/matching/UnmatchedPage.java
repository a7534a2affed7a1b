package org.meridiandx.result.matching;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Which part of the queue is asked for.
///
/// @param organisation ODS code of the sender; empty for all
/// @param reason only those that wait for this; empty for all
/// @param after the last entry of the page before; at the beginning, before all
/// @param afterId likewise
/// @param size 1 to 200
record UnmatchedPage(String organisation, String reason, Instant after, String afterId, int size) {
    static final int MOST = 200;

    /// @throws ProblemException 400 naming the parameter
    static UnmatchedPage of(
            String organisation, @Nullable String reason, @Nullable String count, @Nullable String cursor) {
        var size = count == null ? MOST : size(count);
        if (reason != null && !reason.matches("[a-z-]{1,40}")) {
            throw ofParameter("reason", "is one of those that entries have.");
        }
        if (cursor == null) {
            return new UnmatchedPage(organisation, reason == null ? "" : reason, Instant.EPOCH, "", size);
        }
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            var parts = text.split("\\|", 2);
            var after = Instant.parse(parts[0]);
            if (parts.length == 2
                    && after.isAfter(Instant.EPOCH)
                    && after.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return new UnmatchedPage(
                        organisation, reason == null ? "" : reason, after, parts[1].replace("\0", ""), size);
            }
        } catch (IllegalArgumentException | DateTimeException broken) {
            throw ofParameter("_cursor", "is not one that this server gave. Follow the next link of a page as it is.");
        }
        throw ofParameter("_cursor", "is not one that this server gave. Follow the next link of a page as it is.");
    }

    private static int size(String count) {
        if (!count.matches("\\d{1,3}") || Integer.parseInt(count) < 1 || Integer.parseInt(count) > MOST) {
            throw ofParameter("_count", "is a number from 1 to " + MOST + ".");
        }
        return Integer.parseInt(count);
    }

    /// Where the next page begins.
    static String after(Unmatched last) {
        var text = last.since() + "|" + last.reportId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static ProblemException ofParameter(String name, String text) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, name + " " + text, name);
    }
}
