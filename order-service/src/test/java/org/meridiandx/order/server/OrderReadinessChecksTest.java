package org.meridiandx.order.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderReadinessChecksTest {
    @ParameterizedTest
    @CsvSource({
        "local-only, https://north.example, 1",
        "'', https://north.example, 1",
        "short, https://north.example, 1",
        "a-long-random-secret, north, 1",
        "local-only, north, 2",
        "a-long-random-secret, https://north.example, 0"
    })
    void shouldRefuseUnsafeSettings(String token, String issuer, int faults) {
        assertThat(OrderReadinessChecks.faults(token, issuer)).hasSize(faults);
    }
}
