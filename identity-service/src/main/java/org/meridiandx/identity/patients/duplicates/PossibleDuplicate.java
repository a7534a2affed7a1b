package org.meridiandx.identity.patients.duplicates;

import java.time.Instant;
import java.util.UUID;

/// Two patients who may be one person.
///
/// @param reasons field names with how they compare, separated by commas
/// @param status `open`, `same` or `different`
public record PossibleDuplicate(
        UUID id,
        String oneId,
        String otherId,
        double score,
        String grade,
        String reasons,
        Instant foundAt,
        String status) {

    @Override
    public String toString() {
        return "PossibleDuplicate[" + id + "]";
    }
}
