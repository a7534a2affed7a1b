package org.meridiandx.order.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionsTest {
    private static final Instructions FASTING =
            Instructions.of(List.of(Map.of("en", "Do not eat.", "cy", "Peidiwch â bwyta.", "pt-BR", "Não coma.")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cy|cy
            cy-GB,en;q=0.5|cy
            CY|cy
            pt-br|pt-BR
            en-GB|en
            pl|en
            pl,cy;q=0.3|cy
            ''|en
            ;;|en
            de;q=x|en
            """)
    void shouldGiveTheBestLanguageThatThereIs(String accepted, String language) {
        assertThat(FASTING.in(accepted).orElseThrow().language()).isEqualTo(language);
    }

    @Test
    void shouldGiveNoHalfInstruction() {
        // Given
        var both = Instructions.of(List.of(
                Map.of("en", "Do not eat.", "cy", "Peidiwch â bwyta."), Map.of("en", "Bring your list of medicines.")));

        // Then
        assertThat(both.in("cy")).contains(new Instructions.Text("en", "Do not eat.\n\nBring your list of medicines."));
    }

    @Test
    void shouldGiveNothingWhereNothingIsToBeDone() {
        assertThat(Instructions.of(List.of()).in("en")).isEmpty();
    }
}
