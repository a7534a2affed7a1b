package org.meridiandx.identity.exchange;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.rules.ScopeRule;
import org.meridiandx.identity.proofs.AuthenticatedClient;
import org.meridiandx.identity.tokens.AccessToken;
import org.meridiandx.identity.tokens.TokenGrant;
import org.meridiandx.identity.tokens.TokenIssuer;
import org.meridiandx.identity.tokens.TokenPurpose;
import org.meridiandx.jws.CompactJwt;

/// Gives a token for a token. Without `audience` a staff provider's token becomes a
/// user-restricted token of this region; with an audience that is another region, a token of
/// this region becomes one that only that region takes, for 60 seconds.
///
/// The client acts for the person (`act`): the result never allows more than the client is
/// registered for, and lives no longer than what it was made from. **Source:** RFC 8693; NHS
/// England user-restricted access, separate authentication.
@ApplicationScoped
class TokenExchangeGrant implements TokenGrant {
    private static final String TOKEN_TYPES = "urn:ietf:params:oauth:token-type:";
    private static final String ACCESS_TOKEN = TOKEN_TYPES + "access_token";
    private static final Map<String, Object> ANSWER = Map.of("issued_token_type", ACCESS_TOKEN);
    private final ExchangeConfig config;
    private final SubjectTokens subjects;
    private final RegionTokens regions;
    private final TokenIssuer issuer;
    private final Clock clock;

    TokenExchangeGrant(
            ExchangeConfig config, SubjectTokens subjects, RegionTokens regions, TokenIssuer issuer, Clock clock) {
        this.config = config;
        this.subjects = subjects;
        this.regions = regions;
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public String type() {
        return Client.TOKEN_EXCHANGE;
    }

    @Override
    public Uni<Granted> grant(AuthenticatedClient client, OAuthForm form) {
        return Uni.createFrom()
                .item(() -> CompactJwt.read(subjectTokenOf(form)))
                .chain(jwt -> form.find("audience")
                        .map(audience -> regions.tokenFor(client, jwt, audience, form))
                        .orElseGet(() -> userToken(client, jwt, form)))
                .chain(issuer::issue)
                .map(issued -> new Granted(issued, ANSWER))
                .onFailure(CompactJwt.Invalid.class)
                .transform(invalid -> OAuthRefusal.grant(((CompactJwt.Invalid) invalid).explanation()));
    }

    private static String subjectTokenOf(OAuthForm form) {
        var type =
                form.require("subject_token_type", "Send " + ACCESS_TOKEN + ", or the same ending in id_token or jwt.");
        if (!type.equals(ACCESS_TOKEN) && !type.equals(TOKEN_TYPES + "id_token") && !type.equals(TOKEN_TYPES + "jwt")) {
            throw OAuthRefusal.request("subject_token_type must be " + TOKEN_TYPES + "access_token, id_token or jwt.");
        }
        if (form.find("actor_token").isPresent()) {
            throw OAuthRefusal.request("actor_token is not taken: the client itself is the actor.");
        }
        if (form.find("requested_token_type")
                .filter(wanted -> !wanted.equals(ACCESS_TOKEN))
                .isPresent()) {
            throw OAuthRefusal.request("requested_token_type must be " + ACCESS_TOKEN + ".");
        }
        return form.require("subject_token", "Send the token of the person who is signed in.");
    }

    private Uni<AccessToken> userToken(AuthenticatedClient client, CompactJwt jwt, OAuthForm form) {
        var scopes = scopesFor(client.client(), form.find("scope").orElse(""));
        var purpose = TokenPurpose.claimFor(client.client(), form.find("purpose"));
        return subjects.check(jwt).map(subject -> {
            requireSameOrganisation(client.client(), subject);
            var person = new AccessToken.Person(
                    subject.id(),
                    subject.organisation().value(),
                    subject.role(),
                    subject.fhirUser(),
                    Optional.empty(),
                    Optional.of(client.client().clientId()),
                    purpose,
                    subject.name(),
                    Optional.empty(),
                    Optional.empty(),
                    jwt.time("auth_time").map(Instant::getEpochSecond));
            return new AccessToken(client, person, scopes, Optional.empty(), shorter(config.validity(), subject));
        });
    }

    /// A system acts for the people of its own organisation, whatever other places they work at.
    private static void requireSameOrganisation(Client client, SubjectTokens.Subject subject) {
        if (!client.organisation().equals(subject.organisation())) {
            throw OAuthRefusal.grant("organisation: the person signed in for another organisation than the client's.");
        }
    }

    private Duration shorter(Duration validity, SubjectTokens.Subject subject) {
        var left = Duration.between(clock.instant(), subject.expires());
        return left.compareTo(validity) < 0 ? left : validity;
    }

    private static Scopes scopesFor(Client client, String asked) {
        return switch (ScopeRule.narrow(asked, client.scopes().granted())) {
            case ScopeRule.Outcome.Granted(var scopes) -> new Scopes(scopes);
            case ScopeRule.Outcome.Refused(var reason) -> throw OAuthRefusal.scope(reason);
        };
    }
}
