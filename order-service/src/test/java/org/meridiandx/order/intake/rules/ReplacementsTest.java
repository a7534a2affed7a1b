package org.meridiandx.order.intake.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplacementsTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            NW,          PLACE
            RP RO,       REPLACE REPLACEMENT[0]
            RU RU RO,    REPLACE REPLACE REPLACEMENT[0 1]
            RP RO RO,    REPLACE REPLACEMENT[0] REPLACEMENT[0]
            RP RP RO RO RO, REPLACE REPLACE REPLACEMENT[0 1] REPLACEMENT[0 1] REPLACEMENT[0 1]
            RP RO RP RO, REPLACE REPLACEMENT[0] REPLACE REPLACEMENT[2]
            RP,          REPLACE_BY_NOTHING
            RP NW RO,    REPLACE_BY_NOTHING PLACE PLACE
            RO RP,       PLACE REPLACE_BY_NOTHING
            NW RP RO CA, PLACE REPLACE REPLACEMENT[1] CANCEL
            """)
    void shouldTellWhichOrderTakesThePlaceOfWhich(String controls, String expected) {
        // Given
        var asked = Arrays.stream(controls.split(" "))
                .map(control -> OrderControl.of(control, ""))
                .toList();

        // When
        var replacements = Replacements.of(asked);

        // Then
        var told = IntStream.range(0, asked.size())
                .mapToObj(order -> replacements.controlOf(order)
                        + (replacements.replacedBy(order).isEmpty()
                                ? ""
                                : replacements.replacedBy(order).toString().replace(",", "")))
                .collect(Collectors.joining(" "));
        assertThat(told).isEqualTo(expected);
    }
}
