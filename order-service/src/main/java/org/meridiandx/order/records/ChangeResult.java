package org.meridiandx.order.records;

import java.util.List;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.problem.ProblemCode;

/// What became of a change to a request or a task.
public sealed interface ChangeResult {
    /// Done.
    record Changed(StoredResource resource) implements ChangeResult {}

    /// There is no such record.
    record Missing() implements ChangeResult {}

    /// The state does not allow the step.
    ///
    /// @param current FHIR code of the state it is in
    /// @param allowed the codes that a step leads to from there
    record Illegal(String current, List<String> allowed) implements ChangeResult {
        public Illegal {
            allowed = List.copyOf(allowed);
        }

        /// In words, for any protocol.
        public String detail() {
            return "The status is " + current + "; from there "
                    + (allowed.isEmpty() ? "nothing follows." : "it can become: " + String.join(", ", allowed) + ".");
        }
    }

    /// Somebody changed it in between.
    ///
    /// @param currentVersion the version that is there now
    record Stale(int currentVersion) implements ChangeResult {}

    /// The change itself is not allowed.
    record Refused(ProblemCode code, String detail, String expression) implements ChangeResult {}
}
