package org.meridiandx.result.followup.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How soon a report has to be seen. The higher one comes first.
public enum Urgency {
    CRITICAL,
    URGENT,
    ROUTINE;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Urgency> of(String code) {
        return Arrays.stream(values())
                .filter(urgency -> urgency.code().equals(code))
                .findFirst();
    }

    /// The one that has to be seen sooner.
    public Urgency orSooner(Urgency other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
