package org.meridiandx.result.copies.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Specimen;
import org.meridiandx.directory.NamedPatient;

/// What one message is made of.
///
/// @param profile who is written to
/// @param controlId MSH-10
/// @param queuedAt MSH-7
/// @param isCorrection whether the recipient has an earlier version, or may have it
/// @param report as it stands
/// @param lines all that the region holds of it
/// @param specimens all that the region holds of it
/// @param nhsNumber of the patient in force; may be empty
/// @param patient what the region knows of the patient; empty where it knows nothing
public record OutgoingReport(
        Profile profile,
        String controlId,
        Instant queuedAt,
        boolean isCorrection,
        DiagnosticReport report,
        List<Observation> lines,
        List<Specimen> specimens,
        String nhsNumber,
        Optional<NamedPatient> patient) {
    public OutgoingReport {
        lines = List.copyOf(lines);
        specimens = List.copyOf(specimens);
    }

    @Override
    public String toString() {
        return "OutgoingReport[controlId=" + controlId + "]";
    }
}
