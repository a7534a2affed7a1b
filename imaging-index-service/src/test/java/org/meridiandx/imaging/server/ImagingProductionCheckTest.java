package org.meridiandx.imaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagingProductionCheckTest {
    @ParameterizedTest
    @CsvSource({"images, 1", "/var/lib/meridian/images, 0"})
    void shouldRefuseAStoreThatMayNotOutliveTheProcess(Path directory, int expected) {
        // Given
        var check = new ImagingProductionCheck(directory);

        // When
        var findings = check.findings();

        // Then
        assertThat(findings).hasSize(expected);
    }
}
