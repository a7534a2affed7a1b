package org.meridiandx.identity.signin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCheckTest {
    @ParameterizedTest
    @CsvSource({
        "true, https://north.example, 1",
        "true, http://north.example, 1",
        "true, http://localhost.evil.example, 1",
        "true, http://localhost:8080, 0",
        "true, http://127.0.0.1:8080, 0",
        "false, https://north.example, 0",
    })
    void shouldKeepTheDemonstrationOnOneMachine(boolean demo, String issuer, int findings) {
        // Given
        var check = new DemoCheck(demo, issuer);

        // When
        var found = check.findings();

        // Then
        assertThat(found).hasSize(findings);
    }
}
