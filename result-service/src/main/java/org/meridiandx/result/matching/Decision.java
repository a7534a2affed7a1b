package org.meridiandx.result.matching;

import java.time.Instant;

/// What a person decided of a report that waited.
///
/// @param patientId to whom it was given; empty where it was rejected
/// @param organisation whose queue it waited in; may be empty
/// @param reason in their words
/// @param actor who: a person where the token names one, else the system
record Decision(String reportId, String patientId, String organisation, String reason, String actor, Instant at) {
    boolean isRejection() {
        return patientId.isEmpty();
    }

    /// The same about a report of this sender.
    Decision of(String sender) {
        return new Decision(reportId, patientId, sender, reason, actor, at);
    }

    @Override
    public String toString() {
        return "Decision[report=" + reportId + ", rejected=" + isRejection() + "]";
    }
}
