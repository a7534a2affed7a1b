package org.meridiandx.result.followup;

import java.time.Instant;
import java.util.Optional;
import org.meridiandx.result.followup.rules.Outcome;

/// What somebody does to the loop of a report, beside acknowledging it.
sealed interface FollowUpCommand {
    /// How the audit, the history and the answer call it.
    String name();

    /// Acted on it: that ends the loop.
    record Act(Outcome outcome) implements FollowUpCommand {
        @Override
        public String name() {
            return "act";
        }
    }

    /// Gives it to a person of the same organisation.
    ///
    /// @param person as a reference; empty gives it back to the team
    record Assign(String person) implements FollowUpCommand {
        @Override
        public String name() {
            return "assign";
        }
    }

    /// Asks another organisation to take it over, as at discharge to the practice. It stays where
    /// it is until they do.
    ///
    /// @param organisation ODS code
    record HandOver(String organisation) implements FollowUpCommand {
        @Override
        public String name() {
            return "hand-over";
        }
    }

    /// Takes over what was offered.
    record Accept() implements FollowUpCommand {
        @Override
        public String name() {
            return "accept";
        }
    }

    /// Somebody was rung up. It closes nothing: who was rung still acknowledges.
    ///
    /// @param to who was spoken to: a name or a role, with their place
    /// @param isReadBack whether they read the result back
    /// @param at when; empty is now
    /// @param note may be empty
    record Telephone(String to, boolean isReadBack, Optional<Instant> at, String note) implements FollowUpCommand {
        @Override
        public String name() {
            return "telephone";
        }

        @Override
        public String toString() {
            return "Telephone[]";
        }
    }
}
