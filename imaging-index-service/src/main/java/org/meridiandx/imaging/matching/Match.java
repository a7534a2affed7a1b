package org.meridiandx.imaging.matching;

import java.util.Set;

/// The answer to the question whose a study is.
public sealed interface Match {
    /// @param patientId Patient.id
    /// @param nhsNumber ten digits; empty where the region knows none
    /// @param orderId the order it answers; empty where there is none
    /// @param parties ODS codes of the order's requester and performer
    record Matched(String patientId, String nhsNumber, String orderId, Set<String> parties) implements Match {
        public Matched {
            parties = Set.copyOf(parties);
        }

        @Override
        public String toString() {
            return "Matched[patientId=" + patientId + ", orderId=" + orderId + "]";
        }
    }

    /// Nobody is known by what it says; it will be asked again.
    ///
    /// @param reason a slug without patient data
    record Unmatched(String reason) implements Match {}

    /// What it says names different people. A person has to look at it.
    ///
    /// @param contradiction in what
    record Clash(Contradiction contradiction) implements Match {}
}
