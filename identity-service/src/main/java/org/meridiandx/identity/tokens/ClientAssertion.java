package org.meridiandx.identity.tokens;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.meridiandx.identity.clients.Client;

/// The signed JWT that a client shows instead of a password, read but not yet believed.
///
/// The key comes from the client's registration by `kid` only: `jku`, `jwk`, `x5u` and `x5c` in the
/// header are not looked at. **Source:** RFC 7523 3, RFC 8725, NHS England application-restricted
/// APIs.
final class ClientAssertion {
    static final Set<String> ALGORITHMS = Set.of("RS256", "RS384", "RS512", "PS256", "ES256", "ES384");
    static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    private static final AlgorithmConstraints PERMITTED =
            new AlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS.toArray(String[]::new));
    private static final int MAX_CHARS = 8_192;
    private static final int MAX_JTI_CHARS = 255;
    private final String token;
    private final String keyId;
    private final JwtClaims unverified;

    private ClientAssertion(String token, String keyId, JwtClaims unverified) {
        this.token = token;
        this.keyId = keyId;
        this.unverified = unverified;
    }

    /// What a good assertion proves.
    ///
    /// @param jti to be remembered until `expires`
    record Proof(String jti, Instant expires) {}

    /// Where an assertion may be addressed to, and how long it may live.
    record Expectation(Set<String> audiences, Duration longestValidity, Instant now) {}

    /// @throws TokenRefusal when it is no signed JWT of an allowed kind
    static ClientAssertion read(String token) {
        if (token.length() > MAX_CHARS) {
            throw TokenRefusal.client("client_assertion is longer than " + MAX_CHARS + " characters.");
        }
        try {
            var signature = new JsonWebSignature();
            signature.setCompactSerialization(token);
            var algorithm = signature.getAlgorithmHeaderValue();
            if (algorithm == null || !ALGORITHMS.contains(algorithm)) {
                throw TokenRefusal.client("alg: sign with RS256, RS384, RS512, PS256, ES256 or ES384; "
                        + "none and shared secrets are not taken.");
            }
            var keyId = signature.getKeyIdHeaderValue();
            if (keyId == null) {
                throw TokenRefusal.client("kid: the header names no key.");
            }
            return new ClientAssertion(token, keyId, JwtClaims.parse(signature.getUnverifiedPayload()));
        } catch (JoseException | InvalidJwtException | IllegalArgumentException malformed) {
            throw TokenRefusal.client("client_assertion is not a signed JWT in compact form.");
        }
    }

    /// Who it says it is from.
    ///
    /// @throws TokenRefusal when `iss` and `sub` are not both the client id
    String claimedClient() {
        try {
            var issuer = unverified.getIssuer();
            var subject = unverified.getSubject();
            if (issuer == null || issuer.isEmpty()) {
                throw TokenRefusal.client("iss is missing. Set iss and sub to the client id.");
            }
            if (!issuer.equals(subject)) {
                throw TokenRefusal.client("sub: iss and sub must both be the client id.");
            }
            return issuer;
        } catch (MalformedClaimException wrong) {
            throw TokenRefusal.client("iss or sub is not text.");
        }
    }

    /// Checks signature and claims. Some tens of microseconds for RSA, some hundreds for EC.
    ///
    /// @throws TokenRefusal naming the claim that is wrong
    Proof verify(Client client, Expectation expected) {
        var key = client.keys()
                .find(keyId)
                .orElseThrow(() -> TokenRefusal.client("kid: the client has registered no key of that id."));
        requireClaims(expected);
        var consumer = new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setJwsAlgorithmConstraints(PERMITTED)
                .setSkipDefaultAudienceValidation()
                .setEvaluationTime(NumericDate.fromMilliseconds(expected.now().toEpochMilli()))
                .setAllowedClockSkewInSeconds((int) CLOCK_SKEW.toSeconds())
                .build();
        try {
            var claims = consumer.processToClaims(token);
            return new Proof(
                    claims.getJwtId(),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
        } catch (InvalidJwtException wrong) {
            throw TokenRefusal.client(
                    wrong.hasExpired()
                            ? "exp: the assertion has expired. Check the clock that it was made by."
                            : "The signature does not match the registered key, or nbf is in the future.");
        } catch (MalformedClaimException wrong) {
            throw TokenRefusal.client("A claim has the wrong type.");
        }
    }

    private void requireClaims(Expectation expected) {
        try {
            var audience = unverified.getAudience();
            if (audience.stream().noneMatch(expected.audiences()::contains)) {
                throw TokenRefusal.client("aud: must be the token endpoint, "
                        + expected.audiences().stream().sorted().toList().getLast() + ".");
            }
            var jti = unverified.getJwtId();
            if (jti == null || jti.isBlank() || jti.length() > MAX_JTI_CHARS || jti.indexOf(0) >= 0) {
                throw TokenRefusal.client(
                        "jti: must be there, unique, and of at most " + MAX_JTI_CHARS + " characters.");
            }
            requireTimes(expected);
        } catch (MalformedClaimException wrong) {
            throw TokenRefusal.client("aud, jti, iat or exp has the wrong type.");
        }
    }

    private void requireTimes(Expectation expected) throws MalformedClaimException {
        var expires = unverified.getExpirationTime();
        if (expires == null) {
            throw TokenRefusal.client("exp is missing.");
        }
        var latest = expected.now().plus(expected.longestValidity()).plus(CLOCK_SKEW);
        if (expires.getValue() > latest.getEpochSecond()) {
            throw TokenRefusal.client(
                    "exp: at most " + expected.longestValidity().toMinutes() + " minutes ahead.");
        }
        if (expires.getValue() + CLOCK_SKEW.toSeconds() <= expected.now().getEpochSecond()) {
            throw TokenRefusal.client("exp: the assertion has expired. Check the clock that it was made by.");
        }
        var issuedAt = unverified.getIssuedAt();
        if (issuedAt != null
                && issuedAt.getValue() > expected.now().plus(CLOCK_SKEW).getEpochSecond()) {
            throw TokenRefusal.client("iat: the assertion comes from the future. Check the clock that it was made by.");
        }
    }

    @Override
    public String toString() {
        return "ClientAssertion[" + token.length() + " characters]";
    }
}
