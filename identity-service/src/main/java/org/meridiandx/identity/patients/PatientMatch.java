package org.meridiandx.identity.patients;

import java.time.LocalDate;
import java.util.Optional;
import org.meridiandx.fhir.NhsNumber;

/// A patient that an identifier named.
public record PatientMatch(
        String patientId,
        PatientIdentifier identifier,
        Optional<NhsNumber> nhsNumber,
        String family,
        Optional<LocalDate> birthDate,
        boolean deceased) {

    @Override
    public String toString() {
        return "PatientMatch[" + patientId + "]";
    }
}
