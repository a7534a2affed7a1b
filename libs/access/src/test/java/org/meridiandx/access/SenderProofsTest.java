package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.jws.JwsAlgorithm;

class SenderProofsTest {
    private static final String BASE = "https://north.example";
    private static final String PATH = "/fhir/R4/Patient/p1";
    private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");
    private static final KeyPair KEY = pair();
    private final SenderProofs proofs =
            new SenderProofs(BASE, Optional.of(List.of("10.1.2.3")), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldTellTheThumbprintOfAGoodProof() throws Exception {
        // Given
        var proof = proof("dpop+jwt", claims("GET", BASE + PATH + "?_count=1", 0, ath("token")));

        // When
        var found = proofs.dpop(proof, "GET", PATH, Optional.of("token"));

        // Then
        assertThat(found.thumbprint()).isEqualTo(jwk().calculateBase64urlEncodedThumbprint("SHA-256"));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("other method", proof("dpop+jwt", claims("POST", BASE + PATH, 0, ath("token"))), "htm"),
                Arguments.of("other path", proof("dpop+jwt", claims("GET", BASE + "/x", 0, ath("token"))), "htu"),
                Arguments.of(
                        "other host",
                        proof("dpop+jwt", claims("GET", "https://evil.example" + PATH, 0, ath("token"))),
                        "htu"),
                Arguments.of("other token", proof("dpop+jwt", claims("GET", BASE + PATH, 0, ath("else"))), "ath"),
                Arguments.of("no ath", proof("dpop+jwt", claims("GET", BASE + PATH, 0, "")), "ath"),
                Arguments.of("old", proof("dpop+jwt", claims("GET", BASE + PATH, -90, ath("token"))), "iat"),
                Arguments.of("future", proof("dpop+jwt", claims("GET", BASE + PATH, 60, ath("token"))), "iat"),
                Arguments.of("typ", proof("JWT", claims("GET", BASE + PATH, 0, ath("token"))), "typ"),
                Arguments.of("private key", leaking(), "jwk"),
                Arguments.of(
                        "no jti",
                        proof(
                                "dpop+jwt",
                                claims("GET", BASE + PATH, 0, ath("token")).replace("jti", "x")),
                        "jti"),
                Arguments.of("changed", changed(), "jwk"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void shouldRefuseAProofForSomethingElse(String name, String proof, String fault) {
        // Given a proof

        // When
        var check = assertThatThrownBy(() -> proofs.dpop(proof, "GET", PATH, Optional.of("token")));

        // Then
        check.isInstanceOf(CompactJwt.Invalid.class).hasMessageStartingWith(fault);
    }

    @Test
    void shouldRefuseAProofThatIsShownAgain() {
        // Given
        var proof = proof("dpop+jwt", claims("GET", BASE + PATH, 0, ath("token")));
        proofs.dpop(proof, "GET", PATH, Optional.of("token"));

        // When
        var again = assertThatThrownBy(() -> proofs.dpop(proof, "GET", PATH, Optional.of("token")));

        // Then
        again.hasMessageStartingWith("jti");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3 | By=spiffe://x;Hash=HASH;Subject=\"CN=gp\" | true",
                "10.1.2.3 | Hash=HASH | true",
                "10.9.9.9 | Hash=HASH | false",
                "10.1.2.3 | Hash=HASH,Hash=HASH | false",
                "10.1.2.3 | Hash=HASH;Hash=HASH | false",
                "10.1.2.3 | Hash=abcd | false",
                "10.1.2.3 | '' | false"
            })
    void shouldBelieveTheCertificateHeaderOfTheGatewayOnly(String from, String header, boolean expected) {
        // Given
        var digest = sha256("certificate");
        var sent = header.replace("HASH", HexFormat.of().formatHex(digest));

        // When
        var found = proofs.certificate(List.of(sent), from);

        // Then
        assertThat(found)
                .isEqualTo(
                        expected
                                ? Optional.of(
                                        Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
                                : Optional.empty());
    }

    private static String claims(String method, String url, int seconds, String ath) {
        return "{\"jti\":\"" + UUID.randomUUID() + "\",\"htm\":\"" + method + "\",\"htu\":\"" + url + "\",\"iat\":"
                + (NOW.getEpochSecond() + seconds) + (ath.isEmpty() ? "" : ",\"ath\":\"" + ath + "\"") + "}";
    }

    private static String proof(String type, String claims) {
        return signed(type, jwk().toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY), claims);
    }

    private static String leaking() {
        var jwk = jwk();
        jwk.setPrivateKey(KEY.getPrivate());
        return signed(
                "dpop+jwt",
                jwk.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE),
                claims("GET", BASE + PATH, 0, ath("token")));
    }

    private static String changed() {
        var parts =
                proof("dpop+jwt", claims("POST", BASE + PATH, 0, ath("token"))).split("\\.");
        return parts[0] + "."
                + base64(claims("GET", BASE + PATH, 0, ath("token")).getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
    }

    private static String signed(String type, String jwk, String claims) {
        var header = "{\"typ\":\"" + type + "\",\"alg\":\"ES256\",\"jwk\":" + jwk + "}";
        var content =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return content + "."
                + base64(JwsAlgorithm.ES256.sign(KEY.getPrivate(), content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String ath(String token) {
        return base64(sha256(token));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static PublicJsonWebKey jwk() {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(KEY.getPublic());
        } catch (org.jose4j.lang.JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
