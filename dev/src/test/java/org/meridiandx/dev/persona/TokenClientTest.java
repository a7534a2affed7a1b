package org.meridiandx.dev.persona;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenClientTest {
    private static final String SERVICE = "http://localhost:8080/cds-services/order-select";

    @TempDir
    Path folder;

    @Test
    void shouldSignATokenForOneCall() throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            // Given
            var client = new TokenClient(http, "http://localhost:8080", SampleRegion.keptIn(folder));

            // When
            var parts = client.signed(Persona.GP, SERVICE).split("\\.");

            // Then
            var claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
            assertThat(claims.path("iss").asText()).isEqualTo("gp");
            assertThat(claims.path("aud").asText()).isEqualTo(SERVICE);
            assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
                    .isEqualTo(240);
            assertThat(claims.path("jti").asText()).isNotBlank();
            assertThat(parts[2]).isNotBlank();
        }
    }
}
