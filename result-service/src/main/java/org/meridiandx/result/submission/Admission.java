package org.meridiandx.result.submission;

import java.util.List;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.problem.ProblemException;

/// How far a submission came on its way to the transaction.
sealed interface Admission {
    /// In scope; nothing is looked up yet.
    record Open(Submission submission) implements Admission {}

    /// Its patients and orders are found; nothing was found against it so far.
    record Ready(Submission submission, List<Resolved> items) implements Admission {
        public Ready {
            items = List.copyOf(items);
        }

        /// The same with the patients in force.
        Ready in(KeptStandings standings) {
            return new Ready(
                    submission, items.stream().map(item -> item.in(standings)).toList());
        }

        @Override
        public String toString() {
            return "Ready[items=" + items.size() + "]";
        }
    }

    record Refused(SubmissionAnswer.Refused answer) implements Admission {
        static Refused by(ProblemException refusal) {
            return new Refused(new SubmissionAnswer.Refused(refusal.problems()));
        }
    }
}
