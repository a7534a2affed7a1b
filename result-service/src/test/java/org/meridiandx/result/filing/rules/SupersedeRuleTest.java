package org.meridiandx.result.filing.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.filing.rules.SupersedeRule.Decision;
import org.meridiandx.result.filing.rules.SupersedeRule.Version;

class SupersedeRuleTest {
    @ParameterizedTest(name = "{0}@{1} then {2}@{3}: {4}")
    @CsvSource({
        "preliminary,1,final,2,SUPERSEDES",
        "preliminary,3,final,2,SUPERSEDES",
        "final,2,preliminary,1,STALE",
        "final,1,preliminary,2,STALE",
        "final,1,final,2,SUPERSEDES",
        "final,2,final,1,STALE",
        "final,1,corrected,1,SUPERSEDES",
        "corrected,1,final,1,STALE",
        "corrected,1,corrected,2,SUPERSEDES",
        "corrected,2,corrected,1,STALE",
        "final,1,cancelled,2,SUPERSEDES",
        "registered,1,partial,1,SUPERSEDES",
        "final,1,entered-in-error,2,SUPERSEDES"
    })
    void shouldOrderVersionsWhateverOrderTheyArriveIn(
            String status, int issued, String next, int nextIssued, Decision expected) {
        // Given
        var onRecord = new Version(status, Optional.of(Instant.ofEpochSecond(issued)), "a");
        var arriving = new Version(next, Optional.of(Instant.ofEpochSecond(nextIssued)), "b");

        // When
        var decision = SupersedeRule.decide(onRecord, arriving);

        // Then
        assertThat(decision).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"final,final", "preliminary,preliminary", "final,corrected"})
    void shouldDoNothingWhenTheContentIsTheSame(String status, String next) {
        // Given
        var onRecord = new Version(status, Optional.empty(), "same");

        // When
        var decision = SupersedeRule.decide(onRecord, new Version(next, Optional.empty(), "same"));

        // Then
        assertThat(decision).isEqualTo(Decision.UNCHANGED);
    }
}
