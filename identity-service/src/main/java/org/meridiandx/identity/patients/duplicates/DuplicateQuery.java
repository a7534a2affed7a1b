package org.meridiandx.identity.patients.duplicates;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.identity.paging.PageSize;
import org.meridiandx.identity.paging.Position;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One page of the list of possible duplicates.
///
/// @param count 1 to 200
/// @param patientId only entries that name this patient
/// @param after the entry before the first of the page
record DuplicateQuery(String status, int count, Optional<String> patientId, Position<Double> after) {
    private static final List<String> STATUS = List.of("open", "same", "different");
    private static final Position<Double> START = new Position<>(Double.POSITIVE_INFINITY, new UUID(-1, -1));

    static DuplicateQuery of(String status, String count, Optional<String> patient, Optional<String> cursor) {
        if (!STATUS.contains(status)) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "status is open, same or different.", "status");
        }
        return new DuplicateQuery(
                status,
                PageSize.of(count),
                patient.map(text -> text.startsWith("Patient/") ? text.substring("Patient/".length()) : text),
                cursor.map(text -> Position.parse(text, Double::valueOf)).orElse(START));
    }
}
