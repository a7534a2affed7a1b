package org.meridiandx.testkit.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void shouldCarryTheClaimsOfAPersona() throws Exception {
        // When
        JsonNode claims = claims(Tokens.persona("gp"));

        // Then
        assertThat(claims.get("client_id").asText()).isEqualTo("gp");
        assertThat(claims.get("organisation").asText()).isEqualTo("Y90001");
        assertThat(claims.get("role").asText()).isEqualTo("clinician");
        assertThat(claims.get("scope").asText()).isEqualTo("system/*.cruds");
        assertThat(claims.get("fhirUser").asText()).isEqualTo("Practitioner/gp-1");
        assertThat(claims.get("exp").asLong()).isGreaterThan(claims.get("iat").asLong());
        assertThat(claims.hasNonNull("jti")).isTrue();
    }

    @Test
    void shouldVerifyWithThePublishedKeyOnly() throws Exception {
        // Given
        var published = SigningKey.ofIssuer().toJwk("RS256");

        // Then
        assertThat(verifies(Tokens.persona("lab"), published)).isTrue();
        assertThat(verifies(Tokens.of(Persona.LAB).key(SigningKey.generate("x")).sign(), published))
                .isFalse();
    }

    @Test
    void shouldRefuseAnUnknownPersona() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tokens.persona("nobody"));
    }

    private static JsonNode claims(String token) throws Exception {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private static boolean verifies(String token, Map<String, Object> jwk) throws Exception {
        var spec = new RSAPublicKeySpec(number(jwk.get("n")), number(jwk.get("e")));
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA").generatePublic(spec));
        int end = token.lastIndexOf('.');
        signature.update(token.substring(0, end).getBytes(US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
    }

    private static BigInteger number(Object text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(text)));
    }
}
