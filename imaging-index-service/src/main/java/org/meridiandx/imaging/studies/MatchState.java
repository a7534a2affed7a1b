package org.meridiandx.imaging.studies;

import java.util.Locale;

/// Whether a study has its patient.
enum MatchState {
    MATCHED,
    UNMATCHED,
    CLASH;

    /// As the table holds it.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MatchState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
