package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.problem.ProblemException;

class SeenTokensTest {

    private static final String ISSUER = "http://issuer.invalid";

    private final RsaJsonWebKey key = key();
    private HttpServer server;

    @BeforeEach
    void publishKey() throws Exception {
        byte[] keys = new JsonWebKeySet(key)
                .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
                .getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            try (var out = exchange.getResponseBody()) {
                out.write(keys);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldKnowATokenAgainThatItHasVerified() throws Exception {
        try (var tokens = tokens()) {
            // Given
            String token = token("bench");
            tokens.verify(token);

            // When
            var again = tokens.verifyAgain(token);

            // Then
            assertThat(again).map(Caller::clientId).contains("bench");
        }
    }

    @Test
    void shouldRefuseATokenThatWasChanged() throws Exception {
        try (var tokens = tokens()) {
            // Given
            String token = token("bench");
            tokens.verify(token);
            String[] parts = token.split("\\.");
            String changed = parts[0] + "." + token("other").split("\\.")[1] + "." + parts[2];

            // When, Then
            assertThatThrownBy(() -> tokens.verify(changed)).isInstanceOf(ProblemException.class);
        }
    }

    private SeenTokens tokens() {
        return new SeenTokens(ISSUER, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private String token(String client) throws Exception {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(ISSUER);
        claims.setSubject(client);
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setIssuedAtToNow();
        claims.setGeneratedJwtId();
        claims.setStringClaim("organisation", "RX901");
        claims.setStringClaim("role", "clinician");
        claims.setStringClaim("scope", "system/Patient.rs");
        var signature = new JsonWebSignature();
        signature.setHeader("typ", "at+jwt");
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature.getCompactSerialization();
    }

    private static RsaJsonWebKey key() {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("k1");
            return key;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
