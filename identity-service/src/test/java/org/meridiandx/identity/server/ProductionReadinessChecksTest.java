package org.meridiandx.identity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductionReadinessChecksTest {
    @TempDir
    Path folder;

    @Test
    void shouldNameEveryFaultAtOnce() {
        // Given
        var settings = new ProductionReadinessChecks.Settings(
                "local-only", Optional.empty(), Optional.of(folder.resolve("missing")), "https://region.invalid");

        // When
        var faults = ProductionReadinessChecks.faults(settings);

        // Then
        assertThat(faults).hasSize(3).anySatisfy(fault -> assertThat(fault).contains("meridian.internal-token"));
    }

    @Test
    void shouldFindNothingWrongWithASafeConfiguration() throws Exception {
        // Given
        var key = Files.writeString(folder.resolve("key.pem"), "x");
        var settings = new ProductionReadinessChecks.Settings(
                "0123456789abcdef", Optional.of(key), Optional.empty(), "https://region.invalid");

        // When
        var faults = ProductionReadinessChecks.faults(settings);

        // Then
        assertThat(faults).isEmpty();
    }
}
