package org.meridiandx.identity.patients.content;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.meridiandx.fhir.NhsNumber;

/// What is kept of a Patient beside its bytes: what it is found by.
///
/// @param family folded; empty where there is none
/// @param given all given names of the name in use, folded, with spaces
/// @param birthDate only where it is whole
/// @param postcode folded, of the address in use; nothing of it where the patient is restricted
/// @param custodian ODS code of `managingOrganization`
public record PatientColumns(
        Optional<NhsNumber> nhsNumber,
        List<PatientIdentifier> identifiers,
        String family,
        String given,
        Optional<LocalDate> birthDate,
        String gender,
        boolean deceased,
        Optional<String> postcode,
        boolean restricted,
        boolean sensitive,
        Optional<String> custodian) {
    public PatientColumns {
        identifiers = List.copyOf(identifiers);
    }

    /// Those that name one patient only.
    public List<PatientIdentifier> keys() {
        return identifiers.stream().filter(PatientIdentifier::isKey).toList();
    }

    @Override
    public String toString() {
        return "PatientColumns[…]";
    }
}
