package org.meridiandx.identity.patients.duplicates;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One page of the list of possible duplicates.
///
/// @param count 1 to 200
/// @param patientId only entries that name this patient
/// @param after the entry before the first of the page
record DuplicateQuery(String status, int count, Optional<String> patientId, Position after) {
    private static final List<String> STATUS = List.of("open", "same", "different");

    static DuplicateQuery of(String status, String count, Optional<String> patient, Optional<String> cursor) {
        if (!STATUS.contains(status) || !count.matches("[1-9][0-9]?|1[0-9][0-9]|200")) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "status is open, same or different; _count is 1 to 200.", "status");
        }
        return new DuplicateQuery(
                status,
                Integer.parseInt(count),
                patient.map(text -> text.startsWith("Patient/") ? text.substring("Patient/".length()) : text),
                cursor.map(Position::parse).orElse(Position.START));
    }

    /// A place in the list, which is ordered by score and id, both descending. It survives inserts.
    record Position(double score, UUID id) {
        static final Position START = new Position(Double.POSITIVE_INFINITY, new UUID(-1, -1));
        private static final char BAR = '_';

        static Position of(PossibleDuplicate last) {
            return new Position(last.score(), last.id());
        }

        static Position parse(String text) {
            try {
                var bar = text.indexOf(BAR);
                return new Position(
                        Double.parseDouble(text.substring(0, bar)), UUID.fromString(text.substring(bar + 1)));
            } catch (IllegalArgumentException | StringIndexOutOfBoundsException bad) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        "_cursor is not one that this server gave. Follow the address in next as it is.",
                        "_cursor");
            }
        }

        @Override
        public String toString() {
            return score + String.valueOf(BAR) + id;
        }
    }
}
