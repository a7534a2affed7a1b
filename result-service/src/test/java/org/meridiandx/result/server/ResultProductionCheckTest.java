package org.meridiandx.result.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultProductionCheckTest {
    @ParameterizedTest
    @CsvSource({
        "https://north.example, local-only, 1",
        "https://north.example, 2026-11, 0",
        "http://localhost:8080, local-only, 0"
    })
    void shouldRefuseTheBuiltInPointerKeyBehindTls(String issuer, String keyId, int expected) {
        // Given the settings

        // When
        var findings = ResultProductionCheck.findings(issuer, keyId);

        // Then
        assertThat(findings).hasSize(expected);
    }
}
