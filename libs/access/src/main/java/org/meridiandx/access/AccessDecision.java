package org.meridiandx.access;

/// The answer to an [AccessRequest].
public sealed interface AccessDecision {
    /// @param reason the ground, for the audit: `own-organisation`, `relationship`, `self`, ...
    record Allowed(String reason) implements AccessDecision {}

    /// @param reason why not: `scope`, `no-relationship`, `unknown-client`, ...
    record Denied(String reason) implements AccessDecision {}

    default boolean isAllowed() {
        return this instanceof Allowed;
    }
}
