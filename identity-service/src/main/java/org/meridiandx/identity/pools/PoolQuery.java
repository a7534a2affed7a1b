package org.meridiandx.identity.pools;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.identity.paging.PageSize;
import org.meridiandx.identity.paging.Position;

/// One page of what a pool was given, the latest first.
///
/// @param count 1 to 200
/// @param after the assignment before the first of the page
record PoolQuery(int count, Position<Instant> after) {
    private static final Position<Instant> START =
            new Position<>(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    static PoolQuery of(String count, Optional<String> cursor) {
        return new PoolQuery(
                PageSize.of(count),
                cursor.map(text -> Position.parse(text, Position::time)).orElse(START));
    }
}
