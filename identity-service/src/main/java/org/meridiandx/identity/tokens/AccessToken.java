package org.meridiandx.identity.tokens;

import java.time.Duration;
import java.util.Optional;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.proofs.AuthenticatedClient;

/// What is to be issued. **Source:** RFC 9068.
///
/// @param client whom it is for, and the key that it is bound to
/// @param person who stands behind it: the client itself, as a rule
/// @param scopes what it allows
/// @param audience whose services take it; empty for this region's
/// @param validity how long
public record AccessToken(
        AuthenticatedClient client, Person person, Scopes scopes, Optional<String> audience, Duration validity) {

    /// Who the token speaks for.
    ///
    /// @param subject `sub`
    /// @param organisation ODS code
    /// @param role in that organisation
    /// @param fhirUser FHIR reference to the person
    /// @param patientId Patient.id, where it is a patient
    /// @param actor who acts for them (`act.sub`), where it is another
    /// @param purpose why, where it is not direct care
    /// @param name of a member of staff, as their sign-in told it, for the audit of each service
    /// @param roleProfile id of the role profile that they chose at sign-in, where there is one
    /// @param region the asking region's name, in a token for another region
    /// @param authTime when the person was last asked who they are, in seconds since 1970, where that is known
    public record Person(
            String subject,
            String organisation,
            String role,
            Optional<String> fhirUser,
            Optional<String> patientId,
            Optional<String> actor,
            Optional<String> purpose,
            Optional<String> name,
            Optional<String> roleProfile,
            Optional<String> region,
            Optional<Long> authTime) {

        /// The client for itself.
        public static Person of(Client client, Optional<String> patientId, Optional<String> purpose) {
            return new Person(
                    client.clientId(),
                    client.organisation().value(),
                    client.role(),
                    client.fhirUser(),
                    patientId,
                    Optional.empty(),
                    purpose,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }
}
