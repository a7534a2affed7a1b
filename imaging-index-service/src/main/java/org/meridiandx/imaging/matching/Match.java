package org.meridiandx.imaging.matching;

import java.util.Set;
import org.meridiandx.directory.Standing;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.fhir.SecurityLabels;

/// The answer to the question whose a study is.
public sealed interface Match {
    /// @param patient the record that it names, and for whom that counts
    /// @param orderId the order it answers; empty where there is none
    /// @param parties ODS codes of the order's requester and performer
    /// @param labels security labels of the order: its images are as closed as it is
    record Matched(Standing patient, String orderId, Set<String> parties, Set<SecurityLabels.Label> labels)
            implements Match {
        public Matched {
            labels = Set.copyOf(labels);
            parties = Set.copyOf(parties);
        }

        /// Patient.id in force.
        public String patientId() {
            return patient.patientId();
        }

        @Override
        public String toString() {
            return "Matched[patientId=" + patientId() + ", orderId=" + orderId + "]";
        }
    }

    /// The same answer with the patient in force.
    default Match in(KeptStandings standings) {
        return this instanceof Matched(var patient, var orderId, var parties, var labels)
                ? new Matched(standings.latest(patient), orderId, parties, labels)
                : this;
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
