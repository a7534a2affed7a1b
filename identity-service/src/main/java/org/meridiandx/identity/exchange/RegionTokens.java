package org.meridiandx.identity.exchange;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.rules.ScopeRule;
import org.meridiandx.identity.proofs.AuthenticatedClient;
import org.meridiandx.identity.revocation.OwnTokens;
import org.meridiandx.identity.tokens.AccessToken;
import org.meridiandx.jws.CompactJwt;

/// Turns a token of this region into one that another region takes, for a minute.
///
/// It says which region asks, who, through which client, and why; the other region decides
/// again by its own rules.
@ApplicationScoped
class RegionTokens {
    private static final Set<String> PURPOSES =
            Set.of("direct-care", "break-glass", "secondary-use", "patient-request", "administration");
    private final ExchangeConfig config;
    private final OwnTokens tokens;
    private final Clock clock;
    private final String region;

    RegionTokens(
            ExchangeConfig config,
            OwnTokens tokens,
            Clock clock,
            @ConfigProperty(name = "meridian.region") String region) {
        this.config = config;
        this.tokens = tokens;
        this.clock = clock;
        this.region = region;
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
                .orElseThrow(() -> OAuthRefusal.grant("subject_token: it is no valid token of this region."));
        return tokens.isRevoked(own).map(revoked -> {
            if (revoked) {
                throw OAuthRefusal.grant("subject_token: it was revoked.");
            }
            return tokenOf(client, jwt, issuer, form);
        });
    }

    private AccessToken tokenOf(AuthenticatedClient client, CompactJwt jwt, String issuer, OAuthForm form) {
        var purpose = form.find("purpose").or(() -> jwt.text("purpose")).orElse("direct-care");
        if (!PURPOSES.contains(purpose)) {
            throw OAuthRefusal.request(
                    "purpose must be one of " + PURPOSES.stream().sorted().toList() + ".");
        }
        var person = new AccessToken.Person(
                jwt.text("sub").orElse(""),
                jwt.text("organisation").orElse(""),
                jwt.text("role").orElse(""),
                jwt.text("fhirUser"),
                Optional.empty(),
                jwt.text("client_id"),
                Optional.of(purpose),
                jwt.text("role_profile"),
                Optional.of(region));
        var left = Duration.between(clock.instant(), jwt.time("exp").orElse(clock.instant()));
        var validity = left.compareTo(config.regionValidity()) < 0 ? left : config.regionValidity();
        return new AccessToken(client, person, scopesOf(jwt, form), Optional.of(issuer), validity);
    }

    private static Scopes scopesOf(CompactJwt jwt, OAuthForm form) {
        var has = Scopes.parse(jwt.text("scope").orElse(""));
        return switch (ScopeRule.narrow(form.find("scope").orElse(""), has.granted())) {
            case ScopeRule.Outcome.Granted(var scopes) -> new Scopes(scopes);
            case ScopeRule.Outcome.Refused(var reason) -> throw OAuthRefusal.scope(reason);
        };
    }
}
