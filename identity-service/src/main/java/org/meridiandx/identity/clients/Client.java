package org.meridiandx.identity.clients;

import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;

/// A registered system.
///
/// @param clientId its id at the token endpoint
/// @param name as people know it
/// @param organisation whose system it is; tokens carry it
/// @param role `clinician`, `radiologist`, `laboratory`, `archive`, `patient`, `auditor`,
/// `developer`, `operator`, `loader`
/// @param fhirUser the person, where the system acts for one only
/// @param patient the patient, where the system is a patient's own app
/// @param scopes the most that it may be given
/// @param keys its public keys
/// @param constraint what its tokens are bound to
/// @param requestsPerSecond its quota, which tokens carry for the gateway
/// @param grants the OAuth grant types that it may use
public record Client(
        String clientId,
        String name,
        OdsCode organisation,
        String role,
        Optional<String> fhirUser,
        Optional<NhsNumber> patient,
        Scopes scopes,
        ClientKeys keys,
        SenderConstraint constraint,
        int requestsPerSecond,
        Set<String> grants) {
    public static final String CLIENT_CREDENTIALS = "client_credentials";
    public static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// All grant types that a client can be registered for.
    public static final Set<String> GRANTS = Set.of(CLIENT_CREDENTIALS, TOKEN_EXCHANGE);

    public Client {
        grants = Set.copyOf(grants);
    }
}
