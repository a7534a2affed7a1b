package org.meridiandx.identity.region;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.meridiandx.testkit.identity.Tokens;

/// A key that makes DPoP proofs.
public record DpopKey(PublicJsonWebKey key) {

    public static DpopKey fresh() {
        try {
            return new DpopKey(RsaJwkGenerator.generateJwk(2048));
        } catch (org.jose4j.lang.JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// @param token that the proof goes with; empty at the token endpoint
    public String proof(String method, String path, String token) throws Exception {
        var claims = new JwtClaims();
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setStringClaim("htm", method);
        claims.setStringClaim("htu", Tokens.ISSUER + path);
        claims.setIssuedAt(NumericDate.fromSeconds(Instant.now().getEpochSecond()));
        if (!token.isEmpty()) {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            claims.setStringClaim("ath", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        }
        var proof = new JsonWebSignature();
        proof.setPayload(claims.toJson());
        proof.setHeader("typ", "dpop+jwt");
        proof.setJwkHeader(key);
        proof.setKey(key.getPrivateKey());
        proof.setAlgorithmHeaderValue("RS256");
        return proof.getCompactSerialization();
    }
}
