package org.meridiandx.dev.persona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRegionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    @Test
    void shouldTellIdentityServiceWhoIsWho() throws IOException {
        // When
        var bootstrap = JSON.readTree(SampleRegion.keptIn(data).bootstrapFile().toFile());

        // Then
        assertThat(bootstrap.path("organisations")).hasSize(6);
        assertThat(bootstrap.path("organisations").findValuesAsText("ods"))
                .containsExactlyInAnyOrder("Y90001", "RX901", "RX902", "RX903", "Y90099", "Y90098");
        var gp = client(bootstrap, "gp");
        assertThat(gp.path("organisation").asText()).isEqualTo("Y90001");
        assertThat(gp.path("fhirUser").asText()).isEqualTo("Practitioner/gp-1");
        assertThat(gp.path("scopes")).anyMatch(scope -> scope.asText().equals("system/ServiceRequest.cruds"));
        assertThat(gp.at("/jwks/keys/0/kty").asText()).isEqualTo("RSA");
        assertThat(gp.at("/jwks/keys/0").has("d")).isFalse();
        assertThat(client(bootstrap, "patient").path("patientNhsNumber").asText())
                .isEqualTo(Persona.PATIENT_NHS_NUMBER);
    }

    @Test
    void shouldKeepKeysBetweenRunsAndFromOthers() throws IOException {
        // Given
        var file = SampleRegion.keptIn(data).issuerKeys().files().getFirst();
        String first = Files.readString(file);

        // When
        SampleRegion.keptIn(data);

        // Then
        assertThat(Files.readString(file)).isEqualTo(first).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldSignAssertionsThatTheRegisteredKeyVerifies() throws IOException, GeneralSecurityException {
        // Given
        var sample = SampleRegion.keptIn(data);
        var jwk = client(JSON.readTree(sample.bootstrapFile().toFile()), "lab").at("/jwks/keys/0");

        // When
        String assertion =
                new TokenClient(HttpClient.newHttpClient(), "http://localhost:1", sample).assertion(Persona.LAB);

        // Then
        String[] parts = assertion.split("\\.");
        var claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.path("iss").asText()).isEqualTo("lab");
        assertThat(claims.path("sub").asText()).isEqualTo("lab");
        assertThat(claims.path("aud").asText()).isEqualTo("http://localhost:1/oauth2/token");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isLessThanOrEqualTo(300);
        var signature = Signature.getInstance("SHA512withRSA");
        signature.initVerify(
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e"))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void shouldKeepAnIssuerKeyOfEitherKind() throws IOException {
        // Given
        SampleRegion.keptIn(data);
        var file = data.resolve("personas/issuer-keys/issuer.pem");
        Files.delete(file);
        String curve = Files.readString(IssuerKey.EC.keptIn(file));

        // When
        SampleRegion.keptIn(data);

        // Then
        assertThat(Files.readString(file)).isEqualTo(curve);
        assertThat(curve.length()).isLessThan(300);
    }

    @Test
    void shouldTakeTheKindOfTheIssuerKeyFromASetting() {
        assertThat(IssuerKey.of("")).isEqualTo(IssuerKey.RSA);
        assertThat(IssuerKey.of("EC")).isEqualTo(IssuerKey.EC);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuerKey.of("dsa"))
                .withMessageContaining("rsa or ec");
    }

    @Test
    void shouldNameThePersonasThatExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Persona.named("doctor"))
                .withMessageContaining("hospital-doctor, radiologist");
    }

    @Test
    void shouldGiveThePatientASyntheticNhsNumberWithAValidCheckDigit() {
        // Given
        String number = Persona.PATIENT_NHS_NUMBER;

        // When
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (number.charAt(i) - '0') * (10 - i);
        }

        // Then
        assertThat(number).startsWith("999").hasSize(10);
        assertThat((11 - sum % 11) % 11).isEqualTo(number.charAt(9) - '0');
    }

    private static JsonNode client(JsonNode bootstrap, String id) {
        for (var client : bootstrap.path("clients")) {
            if (client.path("clientId").asText().equals(id)) {
                return client;
            }
        }
        throw new AssertionError("No client " + id);
    }

    private static BigInteger number(JsonNode jwk, String field) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(field).asText()));
    }
}
