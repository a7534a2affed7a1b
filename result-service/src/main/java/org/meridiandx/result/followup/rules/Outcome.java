package org.meridiandx.result.followup.rules;

import java.util.Arrays;
import java.util.Optional;

/// What somebody did because of a report.
///
/// @param reference what it is linked to, as a reference; empty where no action was needed
/// @param note in words; may be empty
public record Outcome(Kind kind, String reference, String note) {
    /// The ways to act on a report.
    public enum Kind {
        /// A further test was asked for.
        ORDER("order"),
        /// The patient was referred on.
        REFERRAL("referral"),
        /// The patient or a colleague was told.
        MESSAGE("message"),
        /// Looked at, and nothing has to be done.
        NO_ACTION_NEEDED("no-action-needed");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Kind> of(String code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code.equals(code))
                    .findFirst();
        }
    }

    /// @throws IllegalArgumentException where something was done, and nothing says what
    public Outcome {
        if (reference.isEmpty() && kind != Kind.NO_ACTION_NEEDED) {
            throw new IllegalArgumentException("an outcome other than no-action-needed is linked to what was done");
        }
    }

    @Override
    public String toString() {
        return "Outcome[" + kind + "]";
    }
}
