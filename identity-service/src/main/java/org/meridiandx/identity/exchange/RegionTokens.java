package org.meridiandx.identity.exchange;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.rules.ScopeRule;
import org.meridiandx.identity.proofs.AuthenticatedClient;
import org.meridiandx.identity.revocation.OwnTokens;
import org.meridiandx.identity.tokens.AccessToken;
import org.meridiandx.identity.tokens.TokenPurpose;
import org.meridiandx.jws.CompactJwt;

/// Turns a token of this region into one that another region takes, for a minute.
///
/// It says which region asks, who, through which client, and why; the other region decides
/// again by its own rules.
@ApplicationScoped
class RegionTokens {
    private final ExchangeConfig config;
    private final OwnTokens tokens;
    private final Clock clock;
    private final String region;
    private final String ownIssuer;

    RegionTokens(
            ExchangeConfig config,
            OwnTokens tokens,
            Clock clock,
            @ConfigProperty(name = "meridian.region") String region,
            @ConfigProperty(name = "meridian.issuer") String ownIssuer) {
        this.config = config;
        this.tokens = tokens;
        this.clock = clock;
        this.region = region;
        this.ownIssuer = ownIssuer;
    }

    /// @param audience name or issuer URL of the other region
    /// @return what to issue; fails with [OAuthRefusal]
    Uni<AccessToken> tokenFor(AuthenticatedClient client, CompactJwt jwt, String audience, OAuthForm form) {
        var issuer = Optional.ofNullable(config.regions().get(audience))
                .or(() -> config.regions().values().stream()
                        .filter(audience::equals)
                        .findFirst())
                .orElseThrow(() ->
                        new OAuthRefusal("invalid_target", 400, "audience: no region of that name is known here."));
        var own = tokens.read(form.find("subject_token").orElse(""))
                .filter(token -> token.jwt().audience().contains(ownIssuer))
                .orElseThrow(() -> OAuthRefusal.grant("subject_token: it is no valid token of this region."));
        requireSameKey(client, jwt);
        return tokens.isRevoked(own).map(revoked -> {
            if (revoked) {
                throw OAuthRefusal.grant("subject_token: it was revoked.");
            }
            return tokenOf(client, jwt, issuer, form);
        });
    }

    /// A stolen token that is bound to a key stays worth nothing: what is made of it goes to the
    /// holder of that key. **Source:** RFC 9449 2, RFC 8705 3.
    private static void requireSameKey(AuthenticatedClient client, CompactJwt jwt) {
        var jkt = jwt.text("cnf", "jkt");
        var x5t = jwt.text("cnf", "x5t#S256");
        if (jkt.isPresent() && !jkt.equals(client.jkt()) || x5t.isPresent() && !x5t.equals(client.x5t())) {
            throw OAuthRefusal.grant("subject_token: it is bound to a key that this request does not show.");
        }
    }

    private AccessToken tokenOf(AuthenticatedClient client, CompactJwt jwt, String issuer, OAuthForm form) {
        var purpose = purposeOf(client, jwt, form);
        var person = new AccessToken.Person(
                jwt.text("sub").orElse(""),
                jwt.text("organisation").orElse(""),
                jwt.text("role").orElse(""),
                jwt.text("fhirUser"),
                Optional.empty(),
                jwt.text("client_id"),
                Optional.of(purpose),
                jwt.text("name"),
                jwt.text("role_profile"),
                Optional.of(region),
                jwt.time("auth_time").map(Instant::getEpochSecond));
        var left = Duration.between(clock.instant(), jwt.time("exp").orElse(clock.instant()));
        var validity = left.compareTo(config.regionValidity()) < 0 ? left : config.regionValidity();
        return new AccessToken(client, person, scopesOf(client, jwt, form), Optional.of(issuer), validity);
    }

    /// A token that was given for one purpose stays for that one; where it says none, the client names one that
    /// it is registered for.
    private static String purposeOf(AuthenticatedClient client, CompactJwt jwt, OAuthForm form) {
        var carried = jwt.text("purpose");
        var purpose = form.find("purpose").or(() -> carried);
        if (carried.isPresent() && !carried.equals(purpose)) {
            throw OAuthRefusal.request("purpose: the subject_token was given for another one.");
        }
        return TokenPurpose.of(client.client(), purpose);
    }

    /// What the token allows, as far as the client that exchanges it is registered for it too.
    private static Scopes scopesOf(AuthenticatedClient client, CompactJwt jwt, OAuthForm form) {
        var has = jwt.text("scope")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> OAuthRefusal.scope("scope: the subject_token has none."));
        var both = narrowed(has, client.client().scopes().granted());
        return new Scopes(narrowed(form.find("scope").orElse(""), both));
    }

    private static List<String> narrowed(String asked, List<String> most) {
        return switch (ScopeRule.narrow(asked, most)) {
            case ScopeRule.Outcome.Granted(var scopes) -> scopes;
            case ScopeRule.Outcome.Refused(var reason) -> throw OAuthRefusal.scope(reason);
        };
    }
}
