package org.meridiandx.result.followup.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscalationRuleTest {
    @ParameterizedTest
    @CsvSource({
        "true,  false, TEAM LEAD LEAD LEAD",
        "false, false, LEAD LEAD LEAD LEAD",
        "true,  true,  TEAM LEAD PATIENT PATIENT",
        "false, true,  LEAD PATIENT PATIENT PATIENT",
    })
    void shouldTellOneAfterTheOtherAndNeverFallSilent(boolean isOwned, boolean mayTellPatient, String expected) {
        // Given
        var level = Level.OWNER;
        var told = new ArrayList<String>();

        // When
        for (var i = 0; i < 4; i++) {
            level = EscalationRule.next(level, isOwned, mayTellPatient);
            told.add(level.name());
        }

        // Then
        assertThat(told).isEqualTo(List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER, TEAM, 60, 30",
        "TEAM, LEAD, 90, 30",
        "LEAD, LEAD, 10, 30",
        "LEAD, LEAD, 120, 120",
        "LEAD, LEAD, 240, 240",
        "LEAD, LEAD, 9000, 1440",
    })
    void shouldRemindLessAndLessOftenButForEver(Level before, Level next, long waited, long minutes) {
        // Given
        var deadlines = new Deadlines(Duration.ofHours(1), Duration.ofHours(24), Duration.ofMinutes(30));

        // When
        var pause = EscalationRule.pause(before, next, deadlines, Duration.ofMinutes(waited));

        // Then
        assertThat(pause).isEqualTo(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({"true, false, p, true", "false, false, p, false", "true, true, p, false", "true, false, '', false"})
    void shouldTellThePatientOnlyWhereNothingIsGivenAway(
            boolean isRegionsRule, boolean isLabelled, String patientId, boolean expected) {
        assertThat(EscalationRule.mayTellPatient(isRegionsRule, isLabelled, patientId))
                .isEqualTo(expected);
    }
}
