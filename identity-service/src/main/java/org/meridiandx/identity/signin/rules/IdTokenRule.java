package org.meridiandx.identity.signin.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.jws.JwsAlgorithm;

/// When an id token is believed, its signature apart. **Source:** OpenID Connect Core 3.1.3.7.
public final class IdTokenRule {
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private IdTokenRule() {}

    /// @param nonce that we sent to the provider in this very attempt
    public record Expected(String issuer, String clientId, String nonce, Set<JwsAlgorithm> algorithms, Instant now) {
        public Expected {
            algorithms = Set.copyOf(algorithms);
        }
    }

    /// @throws CompactJwt.Invalid naming the claim that is wrong
    public static void check(CompactJwt jwt, Expected expected) {
        if (!expected.algorithms().contains(jwt.algorithm())) {
            throw new CompactJwt.Invalid("alg", "this provider does not sign with that algorithm.");
        }
        require(jwt.text("iss").equals(Optional.of(expected.issuer())), "iss", "the token is another provider's.");
        var audience = jwt.audience();
        require(audience.contains(expected.clientId()), "aud", "the token was made for somebody else.");
        var party = jwt.text("azp");
        require(
                party.map(expected.clientId()::equals).orElse(audience.equals(List.of(expected.clientId()))),
                "azp",
                "the token was made for several, and not for us to use.");
        require(
                jwt.text("nonce").equals(Optional.of(expected.nonce())),
                "nonce",
                "the token belongs to another sign-in.");
        checkTimes(jwt, expected.now());
        require(jwt.text("sub").filter(text -> !text.isBlank()).isPresent(), "sub", "it is missing.");
    }

    private static void checkTimes(CompactJwt jwt, Instant now) {
        var expires = jwt.time("exp").orElseThrow(() -> new CompactJwt.Invalid("exp", "it is missing."));
        require(expires.plus(CLOCK_SKEW).isAfter(now), "exp", "the token has expired.");
        var issued = jwt.time("iat").orElseThrow(() -> new CompactJwt.Invalid("iat", "it is missing."));
        require(!issued.isAfter(now.plus(CLOCK_SKEW)), "iat", "the token comes from the future.");
        require(issued.plus(OLDEST).isAfter(now), "iat", "the token is old.");
    }

    private static void require(boolean good, String claim, String fault) {
        if (!good) {
            throw new CompactJwt.Invalid(claim, fault);
        }
    }
}
