package org.meridiandx.identity.access.consents;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What decisions need of a Consent.
///
/// @param rule `deny`, `permit` or `opt-out`
/// @param actors ODS codes; empty for all
/// @param types FHIR resource types; empty for all
/// @param labels security labels; empty for all
/// @param purposes empty for all
record ConsentColumns(
        String patientId,
        String status,
        String rule,
        String category,
        Set<String> actors,
        Set<String> types,
        Set<String> labels,
        Set<String> purposes,
        Instant since,
        Optional<Instant> until) {
    ConsentColumns {
        actors = Set.copyOf(actors);
        types = Set.copyOf(types);
        labels = Set.copyOf(labels);
        purposes = Set.copyOf(purposes);
    }
}
