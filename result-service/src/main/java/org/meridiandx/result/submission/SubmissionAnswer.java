package org.meridiandx.result.submission;

import java.util.List;
import org.meridiandx.problem.Problem;

/// What became of one submission.
public sealed interface SubmissionAnswer {
    /// @param items one per item, in order
    record Filed(List<Submitted> items) implements SubmissionAnswer {
        public Filed {
            items = List.copyOf(items);
        }
    }

    /// Nothing of it is filed.
    ///
    /// @param problems at least one
    record Refused(List<Problem> problems) implements SubmissionAnswer {
        public Refused {
            problems = List.copyOf(problems);
        }

        static Refused by(Problem problem) {
            return new Refused(List.of(problem));
        }
    }
}
