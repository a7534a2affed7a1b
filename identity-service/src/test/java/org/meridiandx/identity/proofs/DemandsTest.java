package org.meridiandx.identity.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandsTest {
    @ParameterizedTest
    @CsvSource({
        "https://north.example, true",
        "http://localhost.evil.example, true",
        "https://localhost:8443, false",
        "http://127.0.0.1:8080, false"
    })
    void shouldDemandByItselfWhereOthersCanReachTheRegion(String issuer, boolean expected) {
        // When
        var isReachable = Demands.isReachable(issuer);

        // Then
        assertThat(isReachable).isEqualTo(expected);
    }
}
