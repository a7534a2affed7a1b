package org.meridiandx.identity.contact.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A way to reach somebody, and its code in UKCore-PreferredContactMethod where that has one.
public enum Channel {
    LETTER("1", "Letter", false),
    VISIT("2", "Visit", false),
    TELEPHONE("3", "Telephone", true),
    EMAIL("4", "E-mail", true),
    TEXTPHONE("5", "Minicom (Textphone)", false),
    SMS("", "", true),
    APP("", "", true);

    private final String ukCoreCode;
    private final String ukCoreDisplay;
    private final boolean takesMessages;

    Channel(String ukCoreCode, String ukCoreDisplay, boolean takesMessages) {
        this.ukCoreCode = ukCoreCode;
        this.ukCoreDisplay = ukCoreDisplay;
        this.takesMessages = takesMessages;
    }

    public static Optional<Channel> of(String code) {
        return Arrays.stream(values())
                .filter(channel -> channel.code().equals(code))
                .findFirst();
    }

    /// Lower case.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Empty where UK Core has none.
    public String ukCoreCode() {
        return ukCoreCode;
    }

    public String ukCoreDisplay() {
        return ukCoreDisplay;
    }

    /// Whether messages go over it, for which consent is asked.
    public boolean takesMessages() {
        return takesMessages;
    }
}
