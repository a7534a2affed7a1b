package org.meridiandx.imaging.matching;

import java.time.LocalDate;
import java.util.Optional;

/// What a study says of itself that can tell whose it is.
///
/// @param accessionNumber (0008,0050); may be empty
/// @param patientId (0010,0020); may be empty
/// @param issuer (0010,0021), who gave the patient id; may be empty
/// @param birthDate (0010,0030)
/// @param custodian ODS code of the organisation that sent it
public record Claims(
        String accessionNumber, String patientId, String issuer, Optional<LocalDate> birthDate, String custodian) {
    @Override
    public String toString() {
        return "Claims[…]";
    }
}
