package org.meridiandx.identity.patients.matching.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// docs/matching.md has the weights that are used.
class MatchingDocTest {

    @ParameterizedTest
    @EnumSource(Agreement.class)
    void shouldNameEachWeight(Agreement agreement) throws IOException {
        // Given
        var document = Files.readString(Path.of("../docs/matching.md"));

        // When
        var row = "| " + agreement + " | " + agreement.m() + " | " + agreement.u() + " |";

        // Then
        assertThat(document).contains(row);
    }
}
