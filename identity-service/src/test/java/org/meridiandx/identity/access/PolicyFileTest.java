package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.access.rules.ConsentRule;
import org.meridiandx.identity.access.rules.Seal;
import org.meridiandx.identity.access.rules.Situation;

class PolicyFileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{ rule: a, rol: [clinician], then: allow, because: x }                  # a: unknown key rol",
                "{ rule: a, role: [gp], then: allow, because: x }                 # a: unknown role gp",
                "{ rule: a, not-role: [staff], then: allow, because: x }          # a: unknown not-role staff",
                "{ rule: a, role: gp, then: allow, because: x }                   # a: role must be a list",
                "{ rule: a, ground: [friend], then: allow }                       # a: unknown ground friend",
                "{ rule: a, seal: [half], then: deny, because: x }                # a: unknown seal half",
                "{ rule: a, action: [read], then: deny, because: x }              # a: unknown action read",
                "{ rule: a, role: [clinician], then: maybe, because: x }                 # a: then must be allow or deny",
                "{ rule: a, then: allow, because: x }                             # a: a rule without conditions",
                "{ rule: a, role: [clinician], then: allow }                             # a: because is missing",
                "{ rule: a, ground: [proxy], then: deny }                         # a: a denial says because of what",
                "{ rule: a, role: [clinician], then: allow, because: x, obligations: [tell] } # a: unknown obligations tell",
                "{ rule: a, role: [clinician], role: [laboratory], then: allow, because: x }    # no YAML",
                "{ role: [clinician], then: allow, because: x }                          # a rule has no name"
            })
    void shouldRefuseAPolicyThatItDoesNotUnderstand(String rule, String fault) {
        // Given
        var yaml = "version: \"1\"\nrules:\n  - " + rule + "\n";

        // When
        var reading = assertThatThrownBy(() -> PolicyFile.parse(yaml));

        // Then
        reading.isInstanceOf(IllegalArgumentException.class).hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "rules: [{ rule: a, role: [clinician], then: allow, because: x }] # version",
                "version: \"1\" # there is no rule",
                "'{ version: \"1\", rule: [] }' # unknown key rule",
                "'{' # no YAML",
                "'{ version: \"1\", rules: [{ rule: a, role: [clinician], then: deny, because: x }] }\n---\nrules: []' # no YAML"
            })
    void shouldRefuseAFileThatIsNoPolicy(String yaml, String fault) {
        // When
        var reading = assertThatThrownBy(() -> PolicyFile.parse(yaml.replace("'", "")));

        // Then
        reading.isInstanceOf(IllegalArgumentException.class).hasMessageContaining(fault);
    }

    @Test
    void shouldRefuseTwoRulesOfOneName() {
        // Given
        var rule = "  - { rule: a, role: [clinician], then: allow, because: x }\n";

        // When
        var reading = assertThatThrownBy(() -> PolicyFile.parse("version: \"1\"\nrules:\n" + rule + rule));

        // Then
        reading.hasMessageContaining("another rule of this name");
    }

    @Test
    void shouldNameTheVersionAndTheRuleInEachVerdict() {
        // Given
        var policy = PolicyFile.parse("""
                version: "2027.1-north"
                rules:
                  - { rule: practice, ground: [admission, registered-practice], then: allow, obligations: [notify] }
                """);

        // When
        var allowed = policy.decide(situation(Set.of("registered-practice")));
        var denied = policy.decide(situation(Set.of()));

        // Then
        assertThat(allowed.isAllowed()).isTrue();
        assertThat(allowed.reason()).isEqualTo("registered-practice");
        assertThat(allowed.obligations()).containsExactly("notify");
        assertThat(allowed.rule()).isEqualTo("practice");
        assertThat(allowed.policyVersion()).isEqualTo("2027.1-north");
        assertThat(denied.isAllowed()).isFalse();
        assertThat(denied.reason()).isEqualTo("no-relationship");
        assertThat(denied.policyVersion()).isEqualTo("2027.1-north");
    }

    private static Situation situation(Set<String> grounds) {
        return new Situation(
                "clinician",
                "direct-care",
                "r",
                "DiagnosticReport",
                false,
                false,
                false,
                grounds,
                Seal.OPEN,
                ConsentRule.Effect.NONE,
                false);
    }
}
