package org.meridiandx.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJwtTest {
    private static final KeyPair RSA = pair("RSA", null);
    private static final KeyPair P256 = pair("EC", "secp256r1");
    private static final KeyPair P384 = pair("EC", "secp384r1");
    private static final String CLAIMS = "{\"sub\":\"gp\",\"exp\":4000000000}";

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("none", token("{\"alg\":\"none\"}", CLAIMS, ""), "alg"),
                Arguments.of(
                        "deep", token(rs256(",\"x\":" + "[".repeat(2_800) + "]".repeat(2_800)), "{", "AAAA"), "jwt"),
                Arguments.of("none, other case", token("{\"alg\":\"nOnE\"}", CLAIMS, ""), "alg"),
                Arguments.of("HMAC", token("{\"alg\":\"HS256\",\"kid\":\"k\"}", CLAIMS, "AAAA"), "alg"),
                Arguments.of("lower case", token("{\"alg\":\"rs256\"}", CLAIMS, "AAAA"), "alg"),
                Arguments.of("alg a list", token("{\"alg\":[\"RS256\"]}", CLAIMS, "AAAA"), "alg"),
                Arguments.of("no alg", token("{\"kid\":\"k\"}", CLAIMS, "AAAA"), "alg"),
                Arguments.of("alg twice", token("{\"alg\":\"RS256\",\"alg\":\"none\"}", CLAIMS, "AAAA"), "header"),
                Arguments.of("sub twice", token(rs256(""), "{\"sub\":\"gp\",\"sub\":\"lab\"}", "AAAA"), "claims"),
                Arguments.of("jku", token(rs256(",\"jku\":\"https://evil.invalid\""), CLAIMS, "AAAA"), "jku"),
                Arguments.of("x5u", token(rs256(",\"x5u\":\"https://evil.invalid\""), CLAIMS, "AAAA"), "x5u"),
                Arguments.of("x5c", token(rs256(",\"x5c\":[\"AAAA\"]"), CLAIMS, "AAAA"), "x5c"),
                Arguments.of("jwk", token(rs256(",\"jwk\":{\"kty\":\"RSA\"}"), CLAIMS, "AAAA"), "jwk"),
                Arguments.of("crit", token(rs256(",\"crit\":[\"exp\"]"), CLAIMS, "AAAA"), "crit"),
                Arguments.of("b64", token(rs256(",\"b64\":false"), CLAIMS, "AAAA"), "b64"),
                Arguments.of("nested", token(rs256(",\"cty\":\"JWT\""), CLAIMS, "AAAA"), "cty"),
                Arguments.of("encrypted", "a.b.c.d.e", "compact form"),
                Arguments.of("two parts", "abc.def", "compact form"),
                Arguments.of("empty", "", "compact form"),
                Arguments.of("dots", "...", "compact form"),
                Arguments.of("not base64", "{}.{}.{}", "base64url"),
                Arguments.of("text for claims", token(rs256(""), "\"gp\"", "AAAA"), "claims"),
                Arguments.of("list for claims", token(rs256(""), "[]", "AAAA"), "claims"),
                Arguments.of("deep", token(rs256(""), "[".repeat(4_000), "AAAA"), "claims"),
                Arguments.of("deep objects", token(rs256(""), "{\"a\":".repeat(800), "AAAA"), "claims"),
                Arguments.of("huge", "a".repeat(8_193), "longer"),
                Arguments.of("unpaired surrogate", "\uD83D.\uD83D.\uD83D", "base64url"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void shouldRefuseAHostileTokenAndSayWhy(String name, String token, String fault) {
        // Given a token

        // When
        var reading = assertThatThrownBy(() -> CompactJwt.read(token));

        // Then
        reading.isInstanceOf(CompactJwt.Invalid.class).hasMessageContaining(fault);
    }

    @ParameterizedTest
    @EnumSource(JwsAlgorithm.class)
    void shouldBelieveOnlyTheKeyThatSigned(JwsAlgorithm algorithm) {
        // Given
        var pair = fitting(algorithm);
        var jwt = CompactJwt.read(signed(algorithm, pair));

        // When
        var believed = jwt.isSignedBy(pair.getPublic());
        var others = Stream.of(RSA, P256, P384)
                .filter(other -> other != pair)
                .filter(other -> jwt.isSignedBy(other.getPublic()))
                .toList();

        // Then
        assertThat(believed).isTrue();
        assertThat(others).isEmpty();
    }

    /// CVE-2022-21449, and what is near it.
    @ParameterizedTest
    @CsvSource({"0, 64", "255, 64", "0, 0", "0, 63", "0, 65", "0, 96"})
    void shouldRefuseASignatureOfNothing(int value, int length) {
        // Given
        var signature = new byte[length];
        java.util.Arrays.fill(signature, (byte) value);
        var jwt = CompactJwt.read(token("{\"alg\":\"ES256\",\"kid\":\"k\"}", CLAIMS, base64(signature)));

        // When
        var believed = jwt.isSignedBy(P256.getPublic());

        // Then
        assertThat(believed).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 2_048})
    void shouldTakeNoRsaKeyThatIsMadeToBeCostly(int exponentBits) {
        // Given
        var modulus = ((RSAPublicKey) RSA.getPublic()).getModulus();
        var exponent = BigInteger.ONE.shiftLeft(exponentBits - 1).setBit(0).mod(modulus);

        // When
        var fits = JwsAlgorithm.RS256.fits(new Rsa(modulus, exponent));
        var tooLong = JwsAlgorithm.PS256.fits(new Rsa(BigInteger.ONE.shiftLeft(8_192), BigInteger.valueOf(65_537)));

        // Then
        assertThat(fits).isFalse();
        assertThat(tooLong).isFalse();
        assertThat(JwsAlgorithm.RS256.fits(RSA.getPublic())).isTrue();
    }

    /// Java's own keys refuse some of these sizes already; ours do not depend on that.
    private record Rsa(BigInteger getModulus, BigInteger getPublicExponent) implements RSAPublicKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"7", "''", "{}", "null", "\"\"", "\"k\\u0000\"", "\"k\\nX: y\""})
    void shouldTakeOnlyPrintableTextForAKeyId(String keyId) {
        // Given
        var jwt = CompactJwt.read(
                token("{\"alg\":\"RS256\",\"kid\":" + (keyId.isEmpty() ? "\"\"" : keyId) + "}", CLAIMS, "AAAA"));

        // When
        var reading = assertThatThrownBy(jwt::keyId);

        // Then
        reading.isInstanceOf(CompactJwt.Invalid.class).hasMessageContaining("kid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"soon\"", "-1", "1e300", "99999999999999999999999", "true", "[]"})
    void shouldRefuseATimeThatIsNone(String time) {
        // Given
        var jwt = CompactJwt.read(token(rs256(""), "{\"exp\":" + time + "}", "AAAA"));

        // When
        var reading = assertThatThrownBy(() -> jwt.time("exp"));

        // Then
        reading.isInstanceOf(CompactJwt.Invalid.class).hasMessageContaining("exp");
    }

    @Test
    void shouldNotShowItsContent() {
        // Given
        var jwt = CompactJwt.read(signed(JwsAlgorithm.RS256, RSA));

        // When
        var text = jwt.toString();

        // Then
        assertThat(text).doesNotContain("gp");
    }

    private static KeyPair fitting(JwsAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256, RS384, RS512, PS256, PS384 -> RSA;
            case ES256 -> P256;
            case ES384 -> P384;
        };
    }

    private static String signed(JwsAlgorithm algorithm, KeyPair pair) {
        var content = base64("{\"alg\":\"" + algorithm + "\",\"kid\":\"k\"}") + "." + base64(CLAIMS);
        return content + "." + base64(algorithm.sign(pair.getPrivate(), content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String rs256(String more) {
        return "{\"alg\":\"RS256\",\"kid\":\"k\"" + more + "}";
    }

    private static String token(String header, String claims, String signature) {
        return base64(header) + "." + base64(claims) + "." + signature;
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair pair(String kind, @org.jspecify.annotations.Nullable String curve) {
        try {
            var generator = KeyPairGenerator.getInstance(kind);
            if (curve == null) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
