package org.meridiandx.identity.paging;

import java.util.UUID;
import java.util.function.Function;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// A place in a list that is ordered by a key and, where that is the same, by id. It survives inserts.
///
/// @param <K> what the list is ordered by; its text names it whole
public record Position<K>(K key, UUID id) {
    private static final char BAR = '_';

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

    @Override
    public String toString() {
        return key + String.valueOf(BAR) + id;
    }
}
