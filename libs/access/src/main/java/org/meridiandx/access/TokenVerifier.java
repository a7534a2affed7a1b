package org.meridiandx.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.jws.JwsAlgorithm;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Turns an access token into a [Caller]: signature, issuer, audience and times checked once,
/// then cached until expiry. The key is looked for among those of the issuer that the token names,
/// and of no other; tokens of other regions are held to [RegionTokenRule] besides.
///
/// Each time it is asked for all the same: whether the token was revoked, and, for a token that
/// is bound to a key, whether the caller holds that key. Only asymmetric algorithms are taken
/// (RS256, PS256, ES256); `none` and HMAC never are. The refusal of a token names the claim
/// that is wrong. **Source:** RFC 9068, RFC 8725, RFC 9449, RFC 8705.
@Singleton
class TokenVerifier {
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    private static final Set<JwsAlgorithm> ALGORITHMS =
            EnumSet.of(JwsAlgorithm.RS256, JwsAlgorithm.PS256, JwsAlgorithm.ES256);
    private static final Optional<String> TYPE = Optional.of("at+jwt");

    private final Issuers issuers;
    private final RevokedTokens revoked;
    private final Clock clock;
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(15))
            .build();

    TokenVerifier(Issuers issuers, RevokedTokens revoked, Clock clock) {
        this.issuers = issuers;
        this.revoked = revoked;
        this.clock = clock;
    }

    /// Verifies a token together with what shows that its holder has the key that it is bound to.
    ///
    /// @param token the compact JWS from the Authorization header
    /// @param shown asked for once the token is found good: a proof costs a signature to check and
    /// a place to be remembered in, and nobody without a token gets us to spend them
    /// @return the caller; fails with [ProblemException] (401) when the token is not good or its
    /// key was not shown, (503) when the issuer's keys are away
    Uni<Caller> verify(String token, Supplier<Binding> shown) {
        var known = verified.getIfPresent(token);
        if (known != null && known.issuer().keys().knows(known.keyId())) {
            return revoked.isDue()
                    ? revoked.refresh().map(done -> usable(known, shown))
                    : Uni.createFrom().item(() -> usable(known, shown));
        }
        return revoked.refresh()
                .map(done -> read(token))
                .chain(this::checked)
                .invoke(fresh -> verified.put(token, fresh))
                .map(fresh -> usable(fresh, shown))
                .onFailure(CompactJwt.Invalid.class)
                .transform(invalid -> refused(((CompactJwt.Invalid) invalid).explanation()));
    }

    /// What the request shows of the caller's keys.
    ///
    /// @param jkt thumbprint of the key of a DPoP proof for this request and token
    /// @param x5t digest of the client certificate
    record Binding(Optional<String> jkt, Optional<String> x5t) {}

    private static CompactJwt read(String token) {
        var jwt = CompactJwt.read(token);
        if (!ALGORITHMS.contains(jwt.algorithm())) {
            throw refused("alg: the token is not signed with RS256, PS256 or ES256.");
        }
        if (!jwt.type().equals(TYPE)) {
            throw refused("typ: this is another kind of token. Send the access token.");
        }
        return jwt;
    }

    private Uni<Verified> checked(CompactJwt jwt) {
        var issuer = jwt.text("iss")
                .flatMap(issuers::find)
                .orElseThrow(() -> refused("iss: the token was issued by somebody who is not trusted here."));
        return issuer.keys().find(jwt.keyId()).map(key -> check(jwt, issuer, key));
    }

    private Verified check(CompactJwt jwt, Issuers.Issuer issuer, Optional<PublicKey> key) {
        var signingKey = key.orElseThrow(() ->
                refused("kid: no key of that id is published by " + issuer.url() + ", which the token comes from."));
        if (!jwt.isSignedBy(signingKey)) {
            throw refused("The token's signature is wrong: it was changed, or signed with another key.");
        }
        var here = issuers.own().url();
        if (!jwt.audience().contains(here)) {
            throw refused("aud: the token is meant for somebody else.");
        }
        issuer.region().ifPresent(region -> RegionTokenRule.check(jwt, region, here));
        var now = clock.instant();
        if (jwt.time("nbf").filter(now.plus(CLOCK_SKEW)::isBefore).isPresent()
                || jwt.time("iat").filter(now.plus(CLOCK_SKEW)::isBefore).isPresent()) {
            throw refused("nbf: the token is not valid yet. Check the clock that it was made by.");
        }
        var expires = jwt.time("exp").orElseThrow(() -> refused("exp or sub is missing from the token."));
        return new Verified(
                issuer,
                callerOf(jwt, issuer),
                expires,
                jwt.keyId(),
                jwt.text("jti").orElse(""),
                jwt.time("iat").orElse(Instant.EPOCH),
                jwt.text("cnf", "jkt"),
                jwt.text("cnf", "x5t#S256"));
    }

    private Caller usable(Verified token, Supplier<Binding> shown) {
        if (!clock.instant().isBefore(token.expires().plus(CLOCK_SKEW))) {
            throw ProblemException.of(
                    ProblemCode.TOKEN_EXPIRED, "exp: the token has expired. Get a new one at /oauth2/token.");
        }
        if (revoked.contains(token.id(), token.caller().clientId(), token.issuedAt())) {
            throw refused("jti: the token was revoked, or its client was switched off.");
        }
        var binding = shown.get();
        if (token.jkt().isPresent() && !token.jkt().equals(binding.jkt())) {
            throw refused("cnf: the token is bound to a key. Send it as DPoP token with a proof made by that key.");
        }
        if (token.jkt().isEmpty() && binding.jkt().isPresent()) {
            throw refused("cnf: the token is bound to no key. Send it as Bearer token without a proof.");
        }
        if (token.x5t().isPresent() && !token.x5t().equals(binding.x5t())) {
            throw refused("cnf: the token is bound to a client certificate that this connection did not show.");
        }
        return token.caller();
    }

    private static Caller callerOf(CompactJwt jwt, Issuers.Issuer issuer) {
        var caller = callerOf(jwt);
        return issuer.region()
                .map(region -> RegionTokenRule.callerOf(caller, region, issuer.url()))
                .orElse(caller);
    }

    private static Caller callerOf(CompactJwt jwt) {
        if (jwt.text("sub").isEmpty()) {
            throw refused("exp or sub is missing from the token.");
        }
        return new Caller(
                jwt.text("client_id")
                        .or(() -> jwt.text("sub"))
                        .filter(subject -> !subject.isEmpty())
                        .orElseThrow(() -> refused("exp or sub is missing from the token.")),
                jwt.text("organisation").orElseThrow(() -> refused("organisation: the token names no organisation.")),
                jwt.text("role").orElse(""),
                jwt.text("fhirUser"),
                jwt.text("patient"),
                jwt.text("purpose").orElse("direct-care"),
                Scopes.parse(jwt.text("scope").orElse("")),
                new Caller.SignedIn(
                        jwt.text("name").orElse(""), jwt.text("role_profile").orElse(""), jwt.time("auth_time")),
                Optional.empty());
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.UNAUTHENTICATED, detail);
    }

    /// A token whose signature and fixed claims are good.
    private record Verified(
            Issuers.Issuer issuer,
            Caller caller,
            Instant expires,
            String keyId,
            String id,
            Instant issuedAt,
            Optional<String> jkt,
            Optional<String> x5t) {}
}
