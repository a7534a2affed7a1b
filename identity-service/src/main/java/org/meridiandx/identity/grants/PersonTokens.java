package org.meridiandx.identity.grants;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.rules.ScopeRule;
import org.meridiandx.identity.proofs.AuthenticatedClient;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.identity.tokens.AccessToken;
import org.meridiandx.identity.tokens.TokenGrant;
import org.meridiandx.identity.tokens.TokenIssuer;

/// Makes the tokens of a grant: access, id and refresh token, with the launch context beside
/// them. **Source:** SMART App Launch 2.2, OpenID Connect Core 3.1.3.3.
@ApplicationScoped
class PersonTokens {
    private final TokenIssuer issuer;
    private final GrantService grants;
    private final Clock clock;
    private final Duration validity;
    private final String baseUrl;

    PersonTokens(
            TokenIssuer issuer,
            GrantService grants,
            Clock clock,
            @ConfigProperty(name = "meridian.token.validity") Duration validity,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.issuer = issuer;
        this.grants = grants;
        this.clock = clock;
        this.validity = validity;
        this.baseUrl = baseUrl;
    }

    /// @param asked scopes, all of the grant where it is blank
    /// @param purpose as the claim says it; empty for direct care
    Uni<TokenGrant.Granted> issue(
            AuthenticatedClient client, PersonGrant grant, String asked, Optional<String> purpose) {
        var scopes = scopesFor(client.client(), grant, asked);
        var token = new AccessToken(client, personOf(grant.details(), purpose), scopes, Optional.empty(), validity);
        return issuer.issue(token)
                .call(issued -> grants.note(grant, issued.id(), issued.expiresInSeconds()))
                .chain(issued -> idToken(client.client(), grant, scopes)
                        .chain(idToken -> refreshToken(client, grant)
                                .map(refresh ->
                                        new TokenGrant.Granted(issued, members(grant.details(), idToken, refresh)))));
    }

    /// What was agreed to, as far as the client is still registered for it.
    private static Scopes scopesFor(Client client, PersonGrant grant, String asked) {
        var agreed = List.of(grant.details().scopes().split(" "));
        var still = granted(
                ScopeRule.narrow(String.join(" ", agreed), client.scopes().granted()));
        return new Scopes(granted(ScopeRule.narrow(asked, still)));
    }

    private static List<String> granted(ScopeRule.Outcome outcome) {
        return switch (outcome) {
            case ScopeRule.Outcome.Granted(var scopes) -> scopes;
            case ScopeRule.Outcome.Refused(var reason) -> throw OAuthRefusal.scope(reason);
        };
    }

    private static AccessToken.Person personOf(GrantDetails details, Optional<String> purpose) {
        return new AccessToken.Person(
                details.person().subject(),
                details.organisation(),
                details.role(),
                Optional.of(details.person().fhirUser()).filter(text -> !text.isEmpty()),
                Optional.of(details.patientId()).filter(text -> !text.isEmpty()),
                Optional.empty(),
                purpose,
                nameOf(details.person()),
                Optional.of(details.roleProfile()).filter(text -> !text.isEmpty()),
                Optional.empty(),
                Optional.of(details.authenticatedAt()));
    }

    /// Staff act by their names; a patient's name is for nobody whom the patient has not told it.
    private static Optional<String> nameOf(Person person) {
        return Optional.of(person.name()).filter(name -> person.kind() == Person.Kind.STAFF && !name.isEmpty());
    }

    private Uni<Optional<String>> idToken(Client client, PersonGrant grant, Scopes scopes) {
        return scopes.granted().contains("openid")
                ? issuer.signed("JWT", idClaims(client, grant, scopes)).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    private ObjectNode idClaims(Client client, PersonGrant grant, Scopes scopes) {
        var now = clock.instant().getEpochSecond();
        var details = grant.details();
        var claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", baseUrl).put("aud", client.clientId());
        claims.put("sub", details.person().subject());
        claims.put("iat", now).put("exp", now + validity.toSeconds());
        claims.put("auth_time", details.authenticatedAt());
        claims.put("acr", details.person().assurance());
        claims.put("sid", grant.sessionHash());
        if (!details.nonce().isEmpty()) {
            claims.put("nonce", details.nonce());
        }
        if (scopes.granted().contains("fhirUser")
                && !details.person().fhirUser().isEmpty()) {
            claims.put("fhirUser", baseUrl + "/fhir/R4/" + details.person().fhirUser());
        }
        return claims;
    }

    private Uni<Optional<String>> refreshToken(AuthenticatedClient client, PersonGrant grant) {
        var agreed = List.of(grant.details().scopes().split(" "));
        var wanted = agreed.contains("offline_access") || agreed.contains("online_access");
        if (!wanted || !client.client().grants().contains(Client.REFRESH_TOKEN)) {
            return Uni.createFrom().item(Optional.empty());
        }
        // Only an app without keys needs the binding: the others prove themselves each time.
        var jkt = client.client().isPublic() ? client.jkt() : Optional.<String>empty();
        return grants.nextRefresh(grant, jkt).map(Optional::of);
    }

    private static Map<String, Object> members(
            GrantDetails details, Optional<String> idToken, Optional<String> refreshToken) {
        var more = new LinkedHashMap<String, Object>();
        idToken.ifPresent(token -> more.put("id_token", token));
        refreshToken.ifPresent(token -> more.put("refresh_token", token));
        if (!details.patientId().isEmpty()) {
            more.put("patient", details.patientId());
            more.put("need_patient_banner", details.launch().needsBanner());
        }
        putText(more, "encounter", details.launch().encounter());
        putText(more, "intent", details.launch().intent());
        putText(more, "smart_style_url", details.launch().styleUrl());
        return more;
    }

    private static void putText(Map<String, Object> more, String name, String value) {
        if (!value.isEmpty()) {
            more.put(name, value);
        }
    }
}
