package org.meridiandx.result.matching;

import java.time.Instant;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.result.filing.OrderLink;

/// A report that waits for its patient.
///
/// @param reason why: `patient-unknown`, `identity-conflict`, `identity-unreachable`, `number-of-another-patient`
/// @param organisation ODS code of the sender, whose staff work on it; may be empty
/// @param query what the sender said about the patient
/// @param placerNumber to find the order by when the patient is found; may be empty
/// @param fillerNumber likewise
public record Unmatched(
        String reportId,
        String reason,
        String organisation,
        PatientQuery query,
        String placerNumber,
        String fillerNumber,
        Instant since,
        int attempts) {

    /// @param order the numbers it came with
    public static Unmatched of(
            String reportId, String reason, String organisation, PatientQuery query, OrderLink order) {
        return new Unmatched(
                reportId, reason, organisation, query, order.placerNumber(), order.fillerNumber(), Instant.EPOCH, 0);
    }

    @Override
    public String toString() {
        return "Unmatched[report=" + reportId + ", reason=" + reason + "]";
    }
}
