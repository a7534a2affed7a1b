package org.meridiandx.result.followup.critical.rules;

import java.util.Optional;

/// What is known of whom a value was measured in.
///
/// @param ageYears in whole years; empty where it is not known
/// @param sex FHIR's administrative gender; empty where it is not known
public record Person(Optional<Integer> ageYears, Optional<String> sex) {
    public static final Person UNKNOWN = new Person(Optional.empty(), Optional.empty());

    @Override
    public String toString() {
        return "Person[]";
    }
}
