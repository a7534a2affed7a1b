package org.meridiandx.imaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImagingReadinessChecksTest {
    @Test
    void shouldNameEveryFaultAtOnce() {
        // Given
        var settings = new ImagingReadinessChecks.Settings("local-only", "nowhere", Path.of("images"));

        // When
        var faults = ImagingReadinessChecks.faults(settings);

        // Then
        assertThat(faults).hasSize(3);
    }

    @Test
    void shouldPassASafeConfiguration() {
        // Given
        var settings = new ImagingReadinessChecks.Settings(
                "0123456789abcdef0123", "https://north.meridian.example", Path.of("/var/lib/meridian/images"));

        // When
        var faults = ImagingReadinessChecks.faults(settings);

        // Then
        assertThat(faults).isEmpty();
    }
}
