package org.meridiandx.identity.adt.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.adt.rules.TriggerRule.Effect;

class TriggerRuleTest {
    @ParameterizedTest
    @CsvSource({
        "A01, REGISTER",
        "A04, REGISTER",
        "A08, REGISTER",
        "A28, REGISTER",
        "A31, REGISTER",
        "A03, REGISTER",
        "A11, NOTE",
        "A13, NOTE",
        "A60, NOTE",
        "A40, MERGE",
        "A18, MERGE",
        "A34, MERGE",
        "A47, RENUMBER",
        "A24, LINK",
        "A37, UNLINK",
        "A29, REVIEW",
        "A20, KEEP",
        "A19, REFUSE",
        "A63, REFUSE",
        "A00, REFUSE",
        "'', REFUSE",
        "R01, REFUSE",
        "A1, REFUSE"
    })
    void shouldKnowTheEffectOfATrigger(String trigger, Effect effect) {
        // Given a trigger event

        // When
        var found = TriggerRule.effectOf(trigger);

        // Then
        assertThat(found).isEqualTo(effect);
    }
}
