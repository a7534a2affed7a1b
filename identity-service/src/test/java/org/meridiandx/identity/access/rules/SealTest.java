package org.meridiandx.identity.access.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealTest {

    @ParameterizedTest
    @CsvSource({
        "'', OPEN",
        "N, OPEN",
        "R, SEALED",
        "r, SEALED",
        "PSY, SEALED",
        "N HIV, SEALED",
        "V, LOCKED",
        "R V, LOCKED",
        "V HIV N, LOCKED",
        "NOPAT, WITHHELD",
        "NOPAT N, WITHHELD",
        "NOPAT R, LOCKED",
        "HIV PSY, SEALED"
    })
    void shouldCloseAsFarAsTheClosestLabel(String labels, Seal expected) {
        // When
        var seal = Seal.of(List.of(labels.split(" ")));

        // Then
        assertThat(seal).isEqualTo(expected);
    }
}
