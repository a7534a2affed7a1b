package org.meridiandx.access;

import java.util.Set;

/// The answer to an [AccessRequest].
public sealed interface AccessDecision {
    /// @param reason the ground, for the audit: `own-organisation`, `admission`, `self`, ...
    /// @param obligations what comes with it: `filter` (decide each row), `mask` (hide address,
    /// telecom, practice), `notify` (the privacy officer and the patient are told)
    record Allowed(String reason, Set<String> obligations) implements AccessDecision {
        public Allowed {
            obligations = Set.copyOf(obligations);
        }

        public Allowed(String reason) {
            this(reason, Set.of());
        }
    }

    /// @param reason why not: `scope`, `no-relationship`, `consent`, `sealed`, `opted-out`,
    /// `unknown-client`, ...
    record Denied(String reason) implements AccessDecision {}

    /// Whether the record may be shown with a part of it hidden, and only so.
    default boolean isMasked() {
        return this instanceof Allowed allowed && allowed.obligations().contains("mask");
    }

    default boolean isAllowed() {
        return this instanceof Allowed;
    }
}
