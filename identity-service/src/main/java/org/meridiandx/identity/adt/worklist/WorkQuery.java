package org.meridiandx.identity.adt.worklist;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.identity.paging.PageSize;
import org.meridiandx.identity.paging.Position;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One page of the work list, the oldest first.
///
/// @param count 1 to 200
/// @param kind only entries of this kind; empty for all
/// @param patientId only entries that name this patient; empty for all
/// @param after the entry before the first of the page
record WorkQuery(String status, int count, String kind, String patientId, Position<Instant> after) {
    private static final List<String> STATUS = List.of("open", "applied", "done", "dismissed");
    private static final Position<Instant> START = new Position<>(Instant.EPOCH, new UUID(0, 0));

    static WorkQuery of(String status, String count, Filter filter, Optional<String> cursor) {
        if (!STATUS.contains(status)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "status is open, applied, done or dismissed.", "status");
        }
        return new WorkQuery(
                status,
                PageSize.of(count),
                filter.kind().orElse(""),
                filter.patient()
                        .map(text -> text.startsWith("Patient/") ? text.substring("Patient/".length()) : text)
                        .orElse(""),
                cursor.map(text -> Position.parse(text, Position::time)).orElse(START));
    }

    /// What is looked for.
    record Filter(Optional<String> kind, Optional<String> patient) {}
}
