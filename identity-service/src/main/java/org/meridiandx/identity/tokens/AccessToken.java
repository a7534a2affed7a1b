package org.meridiandx.identity.tokens;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.clients.Client;

/// What is issued. **Source:** RFC 9068.
///
/// @param client whom it is for
/// @param scopes what it allows
/// @param patientId Patient.id, where the client is a patient's own
/// @param issuedAt when
/// @param validity how long
record AccessToken(Client client, Scopes scopes, Optional<String> patientId, Instant issuedAt, Duration validity) {

    /// The compact form, RS256. About 0.6 ms: not for an event loop.
    String sign(String issuer, SigningKey key) {
        var claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience(issuer);
        claims.setSubject(client.clientId());
        claims.setStringClaim("client_id", client.clientId());
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        claims.setNotBefore(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(issuedAt.plus(validity).getEpochSecond()));
        claims.setStringClaim("scope", scopes.toString());
        claims.setStringClaim("organisation", client.organisation().value());
        claims.setStringClaim("role", client.role());
        client.fhirUser().ifPresent(user -> claims.setStringClaim("fhirUser", user));
        patientId.ifPresent(id -> claims.setStringClaim("patient", id));
        var token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKey(key.privateKey());
        token.setKeyIdHeaderValue(key.id());
        token.setAlgorithmHeaderValue("RS256");
        token.setHeader("typ", "at+jwt");
        try {
            return token.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException("the signing key does not sign", impossible);
        }
    }
}
