package org.meridiandx.identity.access.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.access.rules.ConsentRule.Effect;
import org.meridiandx.identity.access.rules.ConsentRule.Look;

class ConsentRuleTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // rules: deny|permit organisation/type/label/purpose; -> effect for RX901, DiagnosticReport, HIV, care
                "                                          | NONE",
                "deny ///                                  | DENY",
                "permit ///                                | PERMIT",
                "deny RX902///                             | NONE",
                "deny RX901///                             | DENY",
                "deny /ImagingStudy//                      | NONE",
                "deny /DiagnosticReport//                  | DENY",
                "deny //PSY/                               | NONE",
                "deny //HIV/                               | DENY",
                "deny ///secondary-use                     | NONE",
                "deny ///direct-care                       | DENY",
                "deny ///; permit RX901///                 | PERMIT",
                "permit ///; deny RX901///                 | DENY",
                "permit RX901///; deny RX901///            | DENY",
                "deny RX901///; permit RX901///            | DENY",
                "deny RX901///; permit RX901/DiagnosticReport// | PERMIT",
                "permit RX901///; deny //HIV/              | PERMIT",
                "permit RX901///; deny RX901//HIV/         | DENY",
                "permit RX902///; deny /DiagnosticReport// | DENY"
            })
    void shouldLetTheRuleThatNamesMoreWin(String rules, Effect expected) {
        // Given
        var consents = rules == null
                ? List.<ConsentRule>of()
                : Arrays.stream(rules.split(";"))
                        .map(text -> rule(text.strip(), NOON.minusSeconds(60), Optional.empty()))
                        .toList();

        // When
        var effect = ConsentRule.effectOf(consents, look(NOON));

        // Then
        assertThat(effect).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-1, NONE", "0, DENY", "59, DENY", "60, NONE"})
    void shouldCountFromItsBeginningToBeforeItsEnd(int seconds, Effect expected) {
        // Given
        var rule = rule("deny ///", NOON, Optional.of(NOON.plusSeconds(60)));

        // When
        var effect = ConsentRule.effectOf(List.of(rule), look(NOON.plusSeconds(seconds)));

        // Then
        assertThat(effect).isEqualTo(expected);
    }

    private static Look look(Instant now) {
        return new Look("RX901", "DiagnosticReport", Set.of("HIV"), "direct-care", now);
    }

    private static ConsentRule rule(String text, Instant since, Optional<Instant> until) {
        var words = text.split(" ");
        var parts = words[1].split("/", -1);
        return new ConsentRule(
                "c", words[0].equals("deny"), set(parts[0]), set(parts[1]), set(parts[2]), set(parts[3]), since, until);
    }

    private static Set<String> set(String word) {
        return word.isEmpty() ? Set.of() : Set.of(word);
    }
}
