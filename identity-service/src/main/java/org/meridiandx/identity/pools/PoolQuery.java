package org.meridiandx.identity.pools;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One page of what a pool was given, the latest first.
///
/// @param count 1 to 200
/// @param after the assignment before the first of the page
record PoolQuery(int count, Position after) {

    static PoolQuery of(String count, Optional<String> cursor) {
        if (!count.matches("[1-9][0-9]?|1[0-9][0-9]|200")) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "_count is 1 to 200.", "_count");
        }
        return new PoolQuery(
                Integer.parseInt(count), cursor.map(Position::parse).orElse(Position.START));
    }

    /// A place in the list, which is ordered by time and id, both descending. It survives inserts.
    record Position(Instant since, UUID id) {
        static final Position START = new Position(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));
        private static final char BAR = '_';

        static Position of(Assignment last) {
            return new Position(last.since(), last.id());
        }

        static Position parse(String text) {
            try {
                var bar = text.indexOf(BAR);
                return new Position(Instant.parse(text.substring(0, bar)), UUID.fromString(text.substring(bar + 1)));
            } catch (IllegalArgumentException | DateTimeParseException | StringIndexOutOfBoundsException bad) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        "_cursor is not one that this server gave. Follow the address in next as it is.",
                        "_cursor");
            }
        }

        @Override
        public String toString() {
            return since + String.valueOf(BAR) + id;
        }
    }
}
