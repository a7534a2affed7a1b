package org.meridiandx.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.PatientDetail;

/// What a patient is called, where they live, and their practice: each with who said it and when.
///
/// @param isRestricted whether a restriction hides address and practice
public record PatientDetails(List<Said> said, boolean isRestricted) {
    public PatientDetails {
        said = List.copyOf(said);
    }

    /// One group of elements.
    ///
    /// @param group `name`, `address` or `practice`
    /// @param patient FHIR JSON of a Patient with these elements alone
    /// @param source who said it, mostly an ODS code
    public record Said(String group, String patient, String source, Instant at) {
        @Override
        public String toString() {
            return "Said[" + group + "]";
        }
    }

    /// @return empty where it does not tell them
    static Optional<PatientDetails> of(FindPatientResponse response) {
        return response.getOutcome() == FindPatientResponse.Outcome.FOUND && response.getDetailsTold()
                ? Optional.of(new PatientDetails(
                        response.getDetailsList().stream()
                                .map(PatientDetails::said)
                                .toList(),
                        response.getDetailsHidden()))
                : Optional.empty();
    }

    private static Said said(PatientDetail detail) {
        var at = detail.getSaidAt();
        return new Said(
                detail.getGroup(),
                detail.getPatient().toStringUtf8(),
                detail.getSource(),
                Instant.ofEpochSecond(at.getSeconds(), at.getNanos()));
    }

    @Override
    public String toString() {
        return "PatientDetails[]";
    }
}
