package org.meridiandx.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Turns a bearer token into a [Caller]: signature, issuer, audience and times checked once, then cached until expiry.
///
/// Only asymmetric algorithms are taken (RS256, PS256, ES256); `none` and HMAC never are. The answer to a refused token
/// names the claim that is wrong. **Source:** RFC 9068, RFC 8725.
@ApplicationScoped
public class TokenVerifier {
    private static final int MAX_TOKEN_CHARS = 8_192;
    private static final int CLOCK_SKEW_SECONDS = 10;
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private final SigningKeys keys;
    private final String issuer;
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(15))
            .build();

    TokenVerifier(SigningKeys keys, @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.keys = keys;
        this.issuer = issuer;
    }

    /// @param token the compact JWS from the Authorization header
    /// @return the caller; fails with [ProblemException] (401) when the token is not good, (503) when keys are away
    public Uni<Caller> verify(String token) {
        var known = verified.getIfPresent(token);
        if (known != null && Instant.now().isBefore(known.expires())) {
            return Uni.createFrom().item(known.caller());
        }
        return Uni.createFrom()
                .item(() -> keyIdOf(token))
                .chain(keyId -> keys.find(keyId))
                .map(key -> check(token, key));
    }

    private static String keyIdOf(String token) {
        if (token.length() > MAX_TOKEN_CHARS) {
            throw refused("The token is longer than " + MAX_TOKEN_CHARS + " characters.");
        }
        try {
            var signature = new JsonWebSignature();
            signature.setCompactSerialization(token);
            var keyId = signature.getKeyIdHeaderValue();
            if (keyId == null) {
                throw refused("kid: the token's header names no key.");
            }
            return keyId;
        } catch (JoseException | RuntimeException malformed) {
            if (malformed instanceof ProblemException problem) {
                throw problem;
            }
            throw refused("The token is not a signed JWT in compact form.");
        }
    }

    private Caller check(String token, Optional<Key> key) {
        var signingKey = key.orElseThrow(() ->
                refused("kid: no key of that id is published by " + issuer + ". Is the token from another region?"));
        var consumer = new JwtConsumerBuilder()
                .setVerificationKey(signingKey)
                .setJwsAlgorithmConstraints(ALGORITHMS)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(issuer)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .build();
        try {
            var claims = consumer.processToClaims(token);
            var caller = callerOf(claims);
            verified.put(
                    token,
                    new Verified(
                            caller,
                            Instant.ofEpochSecond(claims.getExpirationTime().getValue())));
            return caller;
        } catch (InvalidJwtException wrong) {
            throw explain(wrong);
        } catch (MalformedClaimException wrong) {
            throw refused("A claim of the token has the wrong type.");
        }
    }

    private static Caller callerOf(JwtClaims claims) throws MalformedClaimException {
        var organisation = claims.getStringClaimValue("organisation");
        if (organisation == null) {
            throw refused("organisation: the token names no organisation.");
        }
        return new Caller(
                claims.getSubject(),
                organisation,
                Optional.ofNullable(claims.getStringClaimValue("role")).orElse(""),
                Optional.ofNullable(claims.getStringClaimValue("fhirUser")),
                Optional.ofNullable(claims.getStringClaimValue("patient")),
                Optional.ofNullable(claims.getStringClaimValue("purpose")).orElse("direct-care"),
                Scopes.parse(
                        Optional.ofNullable(claims.getStringClaimValue("scope")).orElse("")));
    }

    private static ProblemException explain(InvalidJwtException wrong) {
        if (wrong.hasExpired()) {
            return ProblemException.of(
                    ProblemCode.TOKEN_EXPIRED, "exp: the token has expired. Get a new one at /oauth2/token.");
        }
        if (wrong.hasErrorCode(ErrorCodes.ISSUER_INVALID) || wrong.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return refused("iss: the token was issued by somebody else.");
        }
        if (wrong.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || wrong.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return refused("aud: the token is meant for somebody else.");
        }
        if (wrong.hasErrorCode(ErrorCodes.NOT_YET_VALID) || wrong.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_FUTURE)) {
            return refused("nbf: the token is not valid yet. Check the clock that it was made by.");
        }
        if (wrong.hasErrorCode(ErrorCodes.EXPIRATION_MISSING) || wrong.hasErrorCode(ErrorCodes.SUBJECT_MISSING)) {
            return refused("exp or sub is missing from the token.");
        }
        if (wrong.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
            return refused("The token's signature is wrong: it was changed, or signed with another key.");
        }
        return refused("alg: the token is not signed with RS256, PS256 or ES256.");
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.UNAUTHENTICATED, detail);
    }

    private record Verified(Caller caller, Instant expires) {}
}
