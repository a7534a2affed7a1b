package org.meridiandx.result.release.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How much a report says. What nobody says to be normal is not.
public enum Grade {
    NORMAL,
    ABNORMAL,
    CRITICAL;

    /// As it is written in settings and over the interface.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Grade> parse(String text) {
        return Arrays.stream(values())
                .filter(grade -> grade.text().equals(text.strip()))
                .findFirst();
    }

    /// The one that says more.
    public Grade orWorse(Grade other) {
        return other.compareTo(this) > 0 ? other : this;
    }
}
