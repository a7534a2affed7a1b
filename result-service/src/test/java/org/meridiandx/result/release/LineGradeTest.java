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

    private static final String TYPE = "\"type\":{\"coding\":[{\"code\":";

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
                "\"interpretation\":[{\"text\":\"!!\"}],\"valueQuantity\":{\"value\":4.1,\"unit\":\"mmol/L\"},RANGE; ABNORMAL",
                "\"interpretation\":[{\"coding\":[{\"code\":\"N\"}]},{\"text\":\"!!\"}]; ABNORMAL",
                "\"interpretation\":[{\"coding\":[{\"code\":\"N\"}]}],\"note\":[{\"text\":\"blasts\"}]; ABNORMAL",
                "\"interpretation\":[{\"coding\":[{\"code\":\"HH\"}]}],\"note\":[{\"text\":\"told\"}]; CRITICAL",
                "\"valueQuantity\":{\"value\":4.1,\"unit\":\"mmol/L\"},RANGE,\"note\":[{\"text\":\"ring us\"}]; ABNORMAL",
                "\"valueQuantity\":{\"value\":9},\"referenceRange\":[{\"low\":{\"value\":5},TYPE\"therapeutic\"}]}}]; ABNORMAL",
                "\"valueQuantity\":{\"value\":9},\"referenceRange\":[{\"low\":{\"value\":5},TYPE\"normal\"}]}}]; NORMAL",
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
        var json = "{\"resourceType\":\"Observation\","
                + elements.replace("RANGE", RANGE).replace("TYPE", TYPE) + "}";

        // When
        var judged = LineGrade.of(ResourceTree.parse(json.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(judged).isEqualTo(grade);
    }
}
