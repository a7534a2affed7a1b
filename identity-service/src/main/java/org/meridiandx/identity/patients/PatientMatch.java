package org.meridiandx.identity.patients;

import java.time.LocalDate;
import java.util.Optional;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.identity.patients.content.PatientIdentifier;

/// A patient that an identifier named.
///
/// @param patientId the surviving record
/// @param recordId the record that the identifier belongs to: the survivor, or one merged into it
/// @param nhsNumber of the record, else of the survivor
/// @param survivingNhsNumber of the survivor
/// @param family of the record, folded
/// @param birthDate of the record
/// @param gender of the record, as FHIR codes it
/// @param deceased as the survivor says
public record PatientMatch(
        String patientId,
        String recordId,
        long standingVersion,
        PatientIdentifier identifier,
        Optional<NhsNumber> nhsNumber,
        Optional<NhsNumber> survivingNhsNumber,
        String family,
        Optional<LocalDate> birthDate,
        Optional<String> gender,
        boolean deceased) {

    @Override
    public String toString() {
        return "PatientMatch[" + patientId + "]";
    }
}
