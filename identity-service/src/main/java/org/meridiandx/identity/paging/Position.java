package org.meridiandx.identity.paging;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// A place in a list that is ordered by a key and, where that is the same, by id. It survives inserts.
///
/// @param <K> what the list is ordered by; its text names it whole
public record Position<K>(K key, UUID id) {
    private static final char BAR = '_';
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /// @param text as [#toString] wrote it
    /// @param key reads a key; throws a [RuntimeException] where it is none
    /// @throws ProblemException 400 where it is no such text
    public static <K> Position<K> parse(String text, Function<String, K> key) {
        try {
            var bar = text.indexOf(BAR);
            return new Position<>(key.apply(text.substring(0, bar)), UUID.fromString(text.substring(bar + 1)));
        } catch (RuntimeException bad) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "_cursor is not one that this server gave. Follow the address in next as it is.",
                    "_cursor");
        }
    }

    /// Reads a key that is a time, as [Instant] writes it, of the years 0 to 9999.
    public static Instant time(String text) {
        var time = Instant.parse(text);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("no time of an entry");
        }
        return time;
    }

    @Override
    public String toString() {
        return key + String.valueOf(BAR) + id;
    }
}
