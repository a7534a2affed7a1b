package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductionChecksTest {
    @ParameterizedTest
    @CsvSource({
        "local-only, https://north.example, 1",
        "'', https://north.example, 1",
        "short, https://north.example, 1",
        "'                    ', https://north.example, 1",
        "a-long-random-secret, north, 1",
        "a-long-random-secret, httpnorth, 1",
        "local-only, north, 2",
        "a-long-random-secret, http://localhost:8080, 0",
        "a-long-random-secret, https://north.example, 0"
    })
    void shouldNameEachUnsafeSetting(String token, String issuer, int expected) {
        // Given the settings

        // When
        var findings = ProductionChecks.findings(token, issuer);

        // Then
        assertThat(findings)
                .hasSize(expected)
                .allSatisfy(finding -> assertThat(finding).contains("meridian."));
    }
}
