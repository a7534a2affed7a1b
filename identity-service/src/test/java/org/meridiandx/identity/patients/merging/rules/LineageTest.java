package org.meridiandx.identity.patients.merging.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineageTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T09:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-17T09:00:00Z");
    /// a is merged into b, b into c; d stands alone.
    private final Lineage chain = Lineage.of(List.of(
            new Lineage.Member("a", Optional.of("b"), Optional.of(MONDAY)),
            new Lineage.Member("b", Optional.of("c"), Optional.of(TUESDAY)),
            Lineage.Member.root("c"),
            Lineage.Member.root("d")));

    @ParameterizedTest
    @CsvSource({
        "c, d, Done",
        "d, a, Done",
        "a, c, Already",
        "a, b, Already",
        "c, a, REVERSED",
        "a, d, MERGED_ELSEWHERE",
        "d, d, SAME_RECORD",
    })
    void shouldMergeOnlyPatientsInForce(String source, String target, String expected) {
        // Given
        var lineage = chain;

        // When
        var outcome = lineage.merge(source, target, TUESDAY);

        // Then
        var found = switch (outcome) {
            case MergeOutcome.Done done -> "Done";
            case MergeOutcome.Already already -> "Already";
            case MergeOutcome.Refused(var reason) -> reason.name();
        };
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldFollowChainsAndPartWithWhatIsBelow() {
        // Given
        var root = chain.rootOf("a");

        // When
        var parted = (MergeOutcome.Done) chain.unmerge("b");

        // Then
        assertThat(root).isEqualTo("c");
        assertThat(parted.moved()).containsExactly("a", "b");
        assertThat(parted.after().rootOf("a")).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({"a, c, 2026-11-17T09:00:00Z", "a, b, 2026-11-16T09:00:00Z", "b, c, 2026-11-17T09:00:00Z", "c, a,"})
    void shouldCountWordsSinceTheLastMergeBetween(String said, String viewed, Instant from) {
        // Given
        var lineage = chain;

        // When
        var counts = lineage.countsFrom(said, viewed);

        // Then
        assertThat(counts).isEqualTo(Optional.ofNullable(from));
    }

    @Test
    void shouldRecordUnderTheNamedRecordNearestToTheSurvivor() {
        // Given
        var lineage = chain;

        // When
        var one = Attribution.recordOf(lineage, List.of("a"));
        var several = Attribution.recordOf(lineage, List.of("a", "b"));

        // Then
        assertThat(one).isEqualTo("a");
        assertThat(several).isEqualTo("b");
    }
}
