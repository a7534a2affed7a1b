package org.meridiandx.identity.tokens;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.rules.ScopeRule;
import org.meridiandx.identity.patients.PatientService;
import org.meridiandx.identity.proofs.AuthenticatedClient;

/// A token for the client itself. **Source:** RFC 6749 4.4, SMART App Launch 2.2 backend services.
@ApplicationScoped
class ClientCredentialsGrant implements TokenGrant {
    private final PatientService patients;
    private final TokenIssuer issuer;
    private final Duration validity;

    ClientCredentialsGrant(
            PatientService patients,
            TokenIssuer issuer,
            @ConfigProperty(name = "meridian.token.validity") Duration validity) {
        this.patients = patients;
        this.issuer = issuer;
        this.validity = validity;
    }

    @Override
    public String type() {
        return Client.CLIENT_CREDENTIALS;
    }

    @Override
    public Uni<Granted> grant(AuthenticatedClient authenticated, OAuthForm form) {
        var client = authenticated.client();
        var scopes = scopesFor(client, form.find("scope").orElse(""));
        var purpose = TokenPurpose.claimFor(client, form.find("purpose"));
        return patientOf(client)
                .map(patientId -> new AccessToken(
                        authenticated,
                        AccessToken.Person.of(client, patientId, purpose),
                        scopes,
                        Optional.empty(),
                        validity))
                .chain(issuer::issue)
                .map(issued -> new Granted(issued, Map.of()));
    }

    /// @throws OAuthRefusal when nothing of what is asked for is registered
    static Scopes scopesFor(Client client, String asked) {
        return switch (ScopeRule.narrow(asked, client.ownScopes())) {
            case ScopeRule.Outcome.Granted(var scopes) -> new Scopes(scopes);
            case ScopeRule.Outcome.Refused(var reason) -> throw OAuthRefusal.scope(reason);
        };
    }

    private Uni<Optional<String>> patientOf(Client client) {
        return client.patient()
                .map(patients::idOf)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
