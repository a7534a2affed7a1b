package org.meridiandx.identity.contact.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a text has to look like, and its code in UKCore-PreferredWrittenCommunicationFormat where
/// that has one.
public enum Format {
    LARGE_PRINT("11", "Large print"),
    BRAILLE("12", "Braille"),
    AUDIO("13", "Audio tape"),
    EASY_READ("", ""),
    BSL_VIDEO("", "");

    private final String ukCoreCode;
    private final String ukCoreDisplay;

    Format(String ukCoreCode, String ukCoreDisplay) {
        this.ukCoreCode = ukCoreCode;
        this.ukCoreDisplay = ukCoreDisplay;
    }

    public static Optional<Format> of(String code) {
        return Arrays.stream(values())
                .filter(format -> format.code().equals(code))
                .findFirst();
    }

    /// Lower case with hyphens.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Empty where UK Core has none.
    public String ukCoreCode() {
        return ukCoreCode;
    }

    public String ukCoreDisplay() {
        return ukCoreDisplay;
    }
}
