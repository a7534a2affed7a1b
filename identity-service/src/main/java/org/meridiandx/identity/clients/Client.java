package org.meridiandx.identity.clients;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.Caller;
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
/// @param redirects where people are sent back to
/// @param purposes what its tokens may be for
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
        Set<String> grants,
        Redirects redirects,
        Set<String> purposes) {
    public static final String CLIENT_CREDENTIALS = "client_credentials";
    public static final String AUTHORIZATION_CODE = "authorization_code";
    public static final String REFRESH_TOKEN = "refresh_token";
    public static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// All grant types that a client can be registered for.
    public static final Set<String> GRANTS =
            Set.of(CLIENT_CREDENTIALS, TOKEN_EXCHANGE, AUTHORIZATION_CODE, REFRESH_TOKEN);

    public Client {
        grants = Set.copyOf(grants);
        purposes = Set.copyOf(purposes);
        if (keys instanceof ClientKeys.None
                && (grants.contains(CLIENT_CREDENTIALS) || grants.contains(TOKEN_EXCHANGE))) {
            throw new IllegalArgumentException(
                    "grant types: a client without keys can have authorization_code and refresh_token only.");
        }
        if (grants.contains(AUTHORIZATION_CODE) && redirects.signIn().isEmpty()) {
            throw new IllegalArgumentException("redirect_uris: authorization_code needs at least one.");
        }
    }

    /// The client as the one who acts: what the audit names it by.
    public Caller asCaller() {
        return new Caller(clientId, organisation.value(), role, fhirUser, Optional.empty(), "", scopes);
    }

    /// What it may do without a person. An app that people sign in to has scopes that are theirs,
    /// not its own.
    public List<String> ownScopes() {
        var all = scopes.granted();
        return grants.contains(AUTHORIZATION_CODE)
                ? all.stream()
                        .filter(scope -> scope.startsWith("system/") || scope.equals("launch"))
                        .toList()
                : List.copyOf(all);
    }

    /// Whether it has no keys, and so proves nothing about itself.
    public boolean isPublic() {
        return keys instanceof ClientKeys.None;
    }

    /// Whether an answer to this address surely reaches this client: it proves itself, or the address
    /// is a web site's. Any app on a device can take a scheme of its own or a local port, say that it
    /// is this client, and get its answers. **Source:** RFC 8252 8.6.
    ///
    /// @param redirect one of its own
    public boolean isSurelyAt(String redirect) {
        return !isPublic() || redirect.startsWith("https://");
    }

    /// The only addresses that a browser is ever sent to; compared character by character.
    ///
    /// @param signIn with a code
    /// @param signOut after signing out
    public record Redirects(List<String> signIn, List<String> signOut) {
        public static final Redirects NONE = new Redirects(List.of(), List.of());

        public Redirects {
            signIn = List.copyOf(signIn);
            signOut = List.copyOf(signOut);
        }
    }
}
