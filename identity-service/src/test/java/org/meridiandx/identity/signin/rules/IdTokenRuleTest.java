package org.meridiandx.identity.signin.rules;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.jws.JwsAlgorithm;

class IdTokenRuleTest {
    private static final String GOOD =
            "{\"iss\":\"https://p.example\",\"aud\":\"region\",\"nonce\":\"n\",\"sub\":\"s\",\"iat\":1000,\"exp\":1300}";
    private static final IdTokenRule.Expected EXPECTED = new IdTokenRule.Expected(
            "https://p.example", "region", "n", Set.of(JwsAlgorithm.ES256), Instant.ofEpochSecond(1010));

    @Test
    void shouldBelieveATokenForUs() {
        // Given
        var jwt = CompactJwt.read(token("ES256", GOOD));

        // When / Then
        assertThatCode(() -> IdTokenRule.check(jwt, EXPECTED)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "another provider; \"https://p.example\"; \"https://q.example\"; iss",
                "issuer with slash; \"https://p.example\"; \"https://p.example/\"; iss",
                "another client; \"region\"; \"other\"; aud",
                "several clients without azp; \"region\"; [\"region\",\"other\"]; azp",
                "azp of another; \"nonce\":\"n\"; \"nonce\":\"n\",\"azp\":\"other\"; azp",
                "another nonce; \"n\"; \"m\"; nonce",
                "no nonce; \"nonce\":\"n\",; ; nonce",
                "expired; 1300; 999; exp",
                "no expiry; ,\"exp\":1300; ; exp",
                "from the future; \"iat\":1000; \"iat\":2000; iat",
                "old; \"iat\":1000; \"iat\":1; iat",
                "no subject; \"sub\":\"s\",; ; sub",
            })
    void shouldNameTheClaimThatIsWrong(String what, String good, String bad, String claim) {
        // Given
        var jwt = CompactJwt.read(
                token("ES256", GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad == null ? "" : bad)));

        // When / Then
        assertThatThrownBy(() -> IdTokenRule.check(jwt, EXPECTED)).as(what).hasMessageStartingWith(claim + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS256"})
    void shouldTakeOnlyTheAlgorithmsOfTheProvider(String algorithm) {
        // Given
        var token = token(algorithm, GOOD);

        // When / Then
        assertThatThrownBy(() -> IdTokenRule.check(CompactJwt.read(token), EXPECTED))
                .hasMessageStartingWith("alg:");
    }

    private static String token(String algorithm, String claims) {
        return encoded("{\"alg\":\"" + algorithm + "\",\"kid\":\"k\"}") + "." + encoded(claims) + "."
                + encoded("signature");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
