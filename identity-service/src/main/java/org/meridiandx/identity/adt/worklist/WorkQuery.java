package org.meridiandx.identity.adt.worklist;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One page of the work list, the oldest first.
///
/// @param count 1 to 200
/// @param kind only entries of this kind; empty for all
/// @param patientId only entries that name this patient; empty for all
/// @param after the entry before the first of the page
record WorkQuery(String status, int count, String kind, String patientId, Position after) {
    private static final List<String> STATUS = List.of("open", "done", "dismissed");

    static WorkQuery of(String status, String count, Filter filter, Optional<String> cursor) {
        if (!STATUS.contains(status) || !count.matches("[1-9][0-9]?|1[0-9][0-9]|200")) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "status is open, done or dismissed; _count is 1 to 200.", "status");
        }
        return new WorkQuery(
                status,
                Integer.parseInt(count),
                filter.kind().orElse(""),
                filter.patient()
                        .map(text -> text.startsWith("Patient/") ? text.substring("Patient/".length()) : text)
                        .orElse(""),
                cursor.map(Position::parse).orElse(Position.START));
    }

    /// What is looked for.
    record Filter(Optional<String> kind, Optional<String> patient) {}

    /// A place in the list, which is ordered by time and id, both ascending. It survives inserts.
    record Position(Instant createdAt, UUID id) {
        static final Position START = new Position(Instant.EPOCH, new UUID(0, 0));
        private static final char BAR = '_';

        static Position of(WorkItem last) {
            return new Position(last.createdAt(), last.id());
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
            return createdAt + String.valueOf(BAR) + id;
        }
    }
}
