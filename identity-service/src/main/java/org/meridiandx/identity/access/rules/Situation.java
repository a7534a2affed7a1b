package org.meridiandx.identity.access.rules;

import java.util.Set;

/// All that a rule can look at.
///
/// @param action SMART letter: c, r, u, d or s
/// @param isNamed whether the record names the asker's organisation as requester, performer or
/// custodian
/// @param isGate whether it is only asked if a search may be asked
/// @param isSelf whether the asker is the patient
/// @param grounds kinds of grounds that the asker has with the patient now
/// @param seal how the record is sealed
/// @param consent what the patient said about this asker and record
/// @param isOptedOut whether the patient opted out of uses beyond their own care
public record Situation(
        String role,
        String purpose,
        String action,
        String resourceType,
        boolean isNamed,
        boolean isGate,
        boolean isSelf,
        Set<String> grounds,
        Seal seal,
        ConsentRule.Effect consent,
        boolean isOptedOut) {
    public Situation {
        grounds = Set.copyOf(grounds);
    }
}
