package org.meridiandx.testkit.arch;

/// One class that may break one rule, with the reason.
///
/// An exemption that nothing needs any more fails the check, so that the list stays true.
///
/// @param rule what is allowed
/// @param className simple name of the top-level class that it is allowed to
/// @param reason why, for the reader
public record Exemption(HouseRule rule, String className, String reason) {
    public Exemption {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("An exemption needs a reason");
        }
        if (rule == HouseRule.SMALL_LIBRARIES) {
            throw new IllegalArgumentException("A library that has grown too large is split");
        }
    }
}
