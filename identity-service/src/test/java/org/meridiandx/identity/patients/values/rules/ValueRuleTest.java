package org.meridiandx.identity.patients.values.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.identity.patients.merging.rules.Lineage;

class ValueRuleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Lineage MERGED_ON_DAY_5 = Lineage.of(
            List.of(new Lineage.Member("old", Optional.of("new"), Optional.of(day(5))), Lineage.Member.root("new")));

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of(
                        "the latest of one source",
                        "new",
                        List.of(said("new", "A", 2, 1), said("new", "A", 2, 2)),
                        "A2"),
                Arguments.of(
                        "a correction that arrives first",
                        "new",
                        List.of(said("new", "A", 2, 2), said("new", "A", 2, 1)),
                        "A2"),
                Arguments.of(
                        "equally trusted: the latest",
                        "new",
                        List.of(said("new", "A", 2, 1), said("new", "B", 2, 2)),
                        "B2"),
                Arguments.of(
                        "less trusted and later", "new", List.of(said("new", "A", 2, 1), said("new", "B", 3, 2)), "A1"),
                Arguments.of(
                        "national and earlier", "new", List.of(said("new", "N", 1, 1), said("new", "A", 2, 9)), "N1"),
                Arguments.of(
                        "of the merged one, before",
                        "new",
                        List.of(said("new", "A", 2, 1), said("old", "B", 1, 4)),
                        "A1"),
                Arguments.of(
                        "of the merged one, since",
                        "new",
                        List.of(said("new", "A", 2, 1), said("old", "B", 2, 6)),
                        "B6"),
                Arguments.of(
                        "the survivor's, seen from the merged",
                        "old",
                        List.of(said("old", "A", 2, 1), said("new", "B", 1, 6)),
                        "A1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("words")
    void shouldBelieveTheMostTrustedThenTheLatest(String name, String viewed, List<SaidValue> said, String expected) {
        // Given
        var shuffled = new ArrayList<>(said);
        java.util.Collections.reverse(shuffled);

        // When
        var inForce = ValueRule.inForce(MERGED_ON_DAY_5, viewed, shuffled);

        // Then
        assertThat(inForce.get("address")).extracting(SaidValue::value).isEqualTo(expected);
    }

    private static SaidValue said(String record, String source, int rank, int day) {
        return new SaidValue(record, "address", source, rank, day(day), source + day);
    }

    private static Instant day(int day) {
        return START.plusSeconds(86_400L * day);
    }
}
