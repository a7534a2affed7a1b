package org.meridiandx.result.followup.worklists;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.followup.loops.Loop;

/// Where the next page begins: after this one. It survives inserts, and holds no right.
record ListCursor(int urgency, Instant beganAt, String reportId) {
    static final ListCursor BEGINNING = new ListCursor(-1, Instant.EPOCH, "");

    static ListCursor after(Loop last) {
        return new ListCursor(last.urgency().ordinal(), last.beganAt(), last.reportId());
    }

    /// @param text empty for the beginning
    static ListCursor parse(String text) {
        if (text.isEmpty()) {
            return BEGINNING;
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|", 3);
            var at = Instant.parse(parts[1]);
            if (at.isBefore(Instant.EPOCH) || at.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
                throw new IllegalArgumentException("no time of a row");
            }
            return new ListCursor(Integer.parseInt(parts[0]), at, parts[2].replace("\0", ""));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException broken) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "cursor is not one that this server gave. Follow the next link of a page as it is.",
                    "cursor");
        }
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((urgency + "|" + beganAt + "|" + reportId).getBytes(StandardCharsets.UTF_8));
    }
}
