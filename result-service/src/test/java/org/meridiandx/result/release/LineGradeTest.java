package org.meridiandx.result.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.release.rules.Grade;
import org.meridiandx.result.resources.ResourceTree;

class LineGradeTest {
    private static final String RANGE = "\"referenceRange\":[{\"low\":{\"value\":3.5,\"unit\":\"mmol/L\"},"
            + "\"high\":{\"value\":5.3,\"unit\":\"mmol/L\"}}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"interpretation\":[{\"coding\":[{\"code\":\"N\"}]}]; NORMAL",
                "\"interpretation\":[{\"coding\":[{\"code\":\"NEG\"}]}]; NORMAL",
                "\"interpretation\":[{\"coding\":[{\"code\":\"H\"}]}]; ABNORMAL",
                "\"interpretation\":[{\"coding\":[{\"code\":\"N\"},{\"code\":\"H\"}]}]; ABNORMAL",
                "\"interpretation\":[{\"coding\":[{\"code\":\"LL\"}]}]; CRITICAL",
                "\"interpretation\":[{\"text\":\"fine\"}]; ABNORMAL",
                "\"valueQuantity\":{\"value\":4.1,\"unit\":\"mmol/L\"},RANGE; NORMAL",
                "\"valueQuantity\":{\"value\":5.3,\"unit\":\"mmol/L\"},RANGE; NORMAL",
                "\"valueQuantity\":{\"value\":5.31,\"unit\":\"mmol/L\"},RANGE; ABNORMAL",
                "\"valueQuantity\":{\"value\":3.4,\"unit\":\"mmol/L\"},RANGE; ABNORMAL",
                "\"valueQuantity\":{\"value\":4.1,\"unit\":\"mg/dL\"},RANGE; ABNORMAL",
                "\"valueQuantity\":{\"value\":4.1,\"unit\":\"mmol/L\",\"comparator\":\">\"},RANGE; ABNORMAL",
                "\"valueQuantity\":{\"value\":4.1,\"unit\":\"mmol/L\"}; ABNORMAL",
                "\"valueQuantity\":{\"value\":4.1},\"referenceRange\":[{\"text\":\"3-5\"}]; ABNORMAL",
                "\"valueString\":\"Reactive\"; ABNORMAL",
                "\"hasMember\":[{\"reference\":\"Observation/x\"}]; NORMAL",
                "\"hasMember\":[{\"reference\":\"Observation/x\"}],\"note\":[{\"text\":\"call her\"}]; ABNORMAL",
                "\"component\":[{\"interpretation\":[{\"coding\":[{\"code\":\"N\"}]}]}]; NORMAL",
                "\"component\":[{\"interpretation\":[{\"coding\":[{\"code\":\"HH\"}]}]}]; CRITICAL",
                "\"status\":\"cancelled\",\"valueString\":\"x\"; NORMAL",
                "\"code\":{}; ABNORMAL"
            })
    void shouldTakeForNormalOnlyWhatIsSaidToBe(String elements, Grade grade) {
        // Given
        var json = "{\"resourceType\":\"Observation\"," + elements.replace("RANGE", RANGE) + "}";

        // When
        var judged = LineGrade.of(ResourceTree.parse(json.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(judged).isEqualTo(grade);
    }
}
