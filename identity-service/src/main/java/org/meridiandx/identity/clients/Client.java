package org.meridiandx.identity.clients;

import java.util.Optional;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;

/// A registered system.
///
/// @param clientId its id at the token endpoint
/// @param name as people know it
/// @param organisation whose system it is; tokens carry it
/// @param role `clinician`, `radiologist`, `laboratory`, `archive`, `patient`, `auditor`, `loader`
/// @param fhirUser the person, where the system acts for one only
/// @param patient the patient, where the system is a patient's own app
/// @param scopes the most that it may be given
/// @param keys its public keys
public record Client(
        String clientId,
        String name,
        OdsCode organisation,
        String role,
        Optional<String> fhirUser,
        Optional<NhsNumber> patient,
        Scopes scopes,
        ClientKeys keys) {}
