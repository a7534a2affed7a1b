package org.meridiandx.hl7v2.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void shouldNameTypesAndPlaceButNoText() {
        // Given
        var failure = new IllegalStateException("Sample^Alex", new IOException("Sample^Alex"));

        // When
        var described = Failures.describe(failure);

        // Then
        assertThat(described)
                .startsWith("java.lang.IllegalStateException at ")
                .contains("FailuresTest.java:")
                .endsWith(", caused by java.io.IOException")
                .doesNotContain("Alex");
    }
}
