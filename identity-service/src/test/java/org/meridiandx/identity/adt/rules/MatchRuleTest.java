package org.meridiandx.identity.adt.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.adt.rules.MatchRule.Candidate;
import org.meridiandx.identity.adt.rules.MatchRule.Outcome;
import org.meridiandx.identity.adt.rules.MatchRule.Said;

class MatchRuleTest {

    @ParameterizedTest
    @CsvSource({
        // said: number, birth, family; known: by number, by record number, number, birth, family -> doubt or known
        "A, 1980-01-01, smith, true,  true,  A, 1980-01-01, smith, known",
        "A, 1980-01-01, smith, true,  false, A, 1980-01-01, jones, known",
        "A, 1980-01-02, smith, true,  false, A, 1980-01-01, smith, birth-date-differs",
        "A, 1980-01-02, smith, true,  true,  A, 1980-01-01, smith, known",
        " , 1980-01-02, smith, false, true,  A, 1980-01-01, smith, known",
        " , 1980-01-02, jones, false, true,  A, 1980-01-01, smith, birth-date-differs",
        "B, 1980-01-01, smith, false, true,  A, 1980-01-01, smith, nhs-number-differs",
        "B, 1980-01-01, smith, false, true,   , 1980-01-01, smith, known",
        " ,           , jones, false, true,   , 1980-01-01, smith, name-differs",
        " , 1980-01-01, jones, false, true,   , 1980-01-01, smith, known",
        " ,           ,      , false, true,   , 1980-01-01, smith, known",
        " ,           , smith, false, true,   ,           ,      , known"
    })
    void shouldDecideByTheTable(
            String number,
            LocalDate birthDate,
            String family,
            boolean byNumber,
            boolean byRecord,
            String knownNumber,
            LocalDate knownBirthDate,
            String knownFamily,
            String expected) {
        // Given
        var said = new Said(Optional.ofNullable(number), Optional.ofNullable(birthDate), family == null ? "" : family);
        var candidate = new Candidate(
                "p1",
                byNumber,
                byRecord,
                Optional.ofNullable(knownNumber),
                Optional.ofNullable(knownBirthDate),
                knownFamily == null ? "" : knownFamily);

        // When
        var outcome = MatchRule.decide(said, List.of(candidate));

        // Then
        assertThat(outcome)
                .isEqualTo(
                        expected.equals("known")
                                ? new Outcome.Known("p1")
                                : new Outcome.Doubtful(expected, List.of("p1")));
    }

    @Test
    void shouldDoubtWhenIdentifiersNameTwoPatients() {
        // Given
        var said = new Said(Optional.of("A"), Optional.empty(), "");
        var one = new Candidate("p1", true, false, Optional.of("A"), Optional.empty(), "");
        var other = new Candidate("p2", false, true, Optional.empty(), Optional.empty(), "");

        // When
        var outcome = MatchRule.decide(said, List.of(one, other));

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Doubtful("identifiers-disagree", List.of("p1", "p2")));
    }

    @Test
    void shouldKnowNobodyWithoutACandidate() {
        // Given
        var said = new Said(Optional.of("A"), Optional.empty(), "smith");

        // When
        var outcome = MatchRule.decide(said, List.of());

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Unknown());
    }
}
