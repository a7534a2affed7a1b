package org.meridiandx.identity.access.rules;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/// How far a record's security labels close it.
///
/// **Source:** HL7 v3 Confidentiality (R, V) and ActCode (sensitivities, NOPAT); NHS sealed
/// envelopes: sealed, and sealed and locked.
public enum Seal {
    /// Nothing that closes it.
    OPEN,
    /// With those who made or asked for it; an emergency opens it.
    SEALED,
    /// With those who made or asked for it, whatever happens.
    LOCKED,
    /// Not for the patient or those who act for them.
    WITHHELD;

    private static final Set<String> SEALING =
            Set.of("R", "ETH", "HIV", "PSY", "PSYTHPN", "SDV", "SEX", "STD", "SUD", "GDIS", "SICKLE", "TABOO");

    /// The closest of the labels. Withheld and sealed at once is locked.
    public static Seal of(Collection<String> labels) {
        var seal = OPEN;
        for (var label : labels) {
            seal = and(seal, ofOne(label.toUpperCase(Locale.ROOT)));
        }
        return seal;
    }

    private static Seal ofOne(String label) {
        return switch (label) {
            case "V" -> LOCKED;
            case "NOPAT" -> WITHHELD;
            default -> SEALING.contains(label) ? SEALED : OPEN;
        };
    }

    private static Seal and(Seal one, Seal other) {
        if (one == other || other == OPEN) {
            return one;
        }
        if (one == OPEN) {
            return other;
        }
        return LOCKED;
    }

    /// The name in the policy.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
