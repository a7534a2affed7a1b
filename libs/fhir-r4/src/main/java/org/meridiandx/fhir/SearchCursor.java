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
record SearchCursor(OffsetDateTime lastUpdated, String id) {
    static SearchCursor parse(String text) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|", 2);
            return new SearchCursor(Instant.parse(parts[0]).atOffset(ZoneOffset.UTC), parts[1]);
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException broken) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "_cursor is not one that this server gave. Follow the next link of a page as it is.",
                    "_cursor");
        }
    }

    static String after(StoredResource last) {
        var text = last.lastUpdated() + "|" + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
