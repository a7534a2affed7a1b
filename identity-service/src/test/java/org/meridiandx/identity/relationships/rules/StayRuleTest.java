package org.meridiandx.identity.relationships.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.relationships.rules.StayRule.Change;

class StayRuleTest {

    @ParameterizedTest
    @CsvSource({
        "A01, BEGINS",
        "A02, BEGINS",
        "A06, BEGINS",
        "A13, BEGINS",
        "A04, VISIT",
        "A07, VISIT",
        "A10, VISIT",
        "A03, ENDS",
        "A11, NEVER_WAS",
        "A08, NONE",
        "A28, NONE",
        "A31, NONE",
        "A40, NONE",
        "'', NONE"
    })
    void shouldSayWhereThePatientIs(String trigger, Change expected) {
        // When
        var change = StayRule.of(trigger);

        // Then
        assertThat(change).isEqualTo(expected);
    }
}
