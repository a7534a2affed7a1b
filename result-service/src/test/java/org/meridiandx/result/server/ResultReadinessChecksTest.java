package org.meridiandx.result.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meridiandx.result.server.ResultReadinessChecks.Settings;

class ResultReadinessChecksTest {
    @Test
    void shouldNameEveryFaultAtOnce() {
        // Given
        var settings = new Settings("local-only", "https://north.example", "local-only");

        // When
        var faults = ResultReadinessChecks.faults(settings);

        // Then
        assertThat(faults).hasSize(2);
        assertThat(String.join(" ", faults)).contains("meridian.internal-token", "meridian.federation-key");
    }

    @Test
    void shouldStartWithSecretsOfItsOwn() {
        // Given
        var settings = new Settings("a-secret-of-this-region", "https://north.example", "2026-11");

        // When
        var faults = ResultReadinessChecks.faults(settings);

        // Then
        assertThat(faults).isEmpty();
    }
}
