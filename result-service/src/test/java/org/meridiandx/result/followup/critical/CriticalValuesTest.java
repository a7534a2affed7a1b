package org.meridiandx.result.followup.critical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.Results;
import org.meridiandx.result.followup.critical.rules.CriticalRule.Verdict;
import org.meridiandx.result.followup.critical.rules.Person;

class CriticalValuesTest {
    private final CriticalValues values = new CriticalValues();

    @ParameterizedTest
    @CsvSource({
        "final, 7.4, N, YES",
        "final, 4.4, HH, YES",
        "final, 4.4, N, NO",
        "entered-in-error, 7.4, HH, NO",
    })
    void shouldJudgeThePartsOfALineAsLines(String status, String value, String flag, Verdict expected) {
        // Given
        var panel = Results.json("""
                {"resourceType":"Observation","status":"%s",
                 "code":{"coding":[{"system":"http://loinc.org","code":"24326-1"}]},
                 "component":[
                  {"code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},
                   "valueQuantity":{"value":%s,"unit":"mmol/L","code":"mmol/L"},
                   "interpretation":[{"coding":[{"code":"%s"}]}]}]}""".formatted(status, value, flag));

        // When
        var verdict = values.judge(List.of(panel), Person.UNKNOWN);

        // Then
        assertThat(verdict).isEqualTo(expected);
    }
}
