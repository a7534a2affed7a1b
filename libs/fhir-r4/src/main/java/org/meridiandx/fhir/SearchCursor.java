package org.meridiandx.fhir;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Where the next page begins: after this time and id. It survives inserts, and holds no right:
/// access is decided anew on every page.
record SearchCursor(OffsetDateTime sortedBy, String id) {
    static SearchCursor parse(String text) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|", 2);
            return new SearchCursor(timeOf(parts[0]), parts[1]);
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException broken) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "_cursor is not one that this server gave. Follow the next link of a page as it is.",
                    "_cursor");
        }
    }

    /// A time that a row can have: none of a year that no database holds.
    private static OffsetDateTime timeOf(String text) {
        var time = Instant.parse(text).atOffset(ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new IllegalArgumentException("no time of a row");
        }
        return time;
    }

    static String after(SearchHit last) {
        var text = last.sortedBy() + "|" + last.resource().id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
