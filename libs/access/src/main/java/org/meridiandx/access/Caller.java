package org.meridiandx.access;

import java.util.Optional;

/// Who is asking, as a verified token says.
///
/// @param clientId the registered system
/// @param organisation ODS code of the organisation the caller works for
/// @param role what the caller is there: `clinician`, `radiologist`, `laboratory`, `archive`, `patient`, `auditor`, ...
/// @param user the person as a FHIR reference (`Practitioner/…`), where the token names one
/// @param patientId Patient.id, where the caller is the patient themself
/// @param purpose why: `direct-care` unless the token says otherwise
/// @param scopes what the token allows
public record Caller(
        String clientId,
        String organisation,
        String role,
        Optional<String> user,
        Optional<String> patientId,
        String purpose,
        Scopes scopes) {

    /// The person where known, else the system: what "acknowledged by" and the like record.
    public String actor() {
        return user.orElse("Device/" + clientId);
    }
}
