package org.meridiandx.indicators;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.indicators.IndicatorDefinition.Kind;

class SmallNumbersTest {

    private static List<IndicatorCount> parts(long... numbers) {
        var whole = java.util.Arrays.stream(numbers).sum();
        var counts = new ArrayList<IndicatorCount>();
        for (var i = 0; i < numbers.length; i++) {
            counts.add(IndicatorCount.of("g" + i, numbers[i], whole));
        }
        return counts;
    }

    private static Stream<String> told(Kind kind, List<IndicatorCount> counts) {
        return SmallNumbers.shown(kind, counts).stream()
                .map(shown -> shown.group() + "=" + shown.numerator() + "/" + shown.denominator());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,<5", "4,<5", "5,5", "100,100"})
    void shouldHideOneToFour(long number, String shown) {
        // When
        var told = told(Kind.SHARE, List.of(IndicatorCount.of("", number, 200)));

        // Then
        assertThat(told).containsExactly("=" + shown + "/200");
    }

    @ParameterizedTest
    @CsvSource({
        "195,200,195",
        "196,200,>195",
        "199,200,>195",
        "200,200,200",
        "4,10,<5",
        "5,10,5",
        "6,10,>5",
        "9,10,>5",
        "0,6,0",
        "1,6,<6",
        "5,6,<6",
        "6,6,6",
        "4,9,<9",
        "5,9,<9",
        "1,5,<5",
        "5,5,5"
    })
    void shouldHideAPartThatLeavesOneToFour(long number, long whole, String shown) {
        assertThat(told(Kind.SHARE, List.of(IndicatorCount.of("", number, whole))))
                .containsExactly("=" + shown + "/" + whole);
    }

    @Test
    void shouldLeaveFourPossibilitiesForEachHiddenShare() {
        for (var whole = 5L; whole <= 40; whole++) {
            // When
            var numerators = new HashMap<String, Long>();
            for (var number = 1L; number < whole; number++) {
                var shown = SmallNumbers.shown(Kind.SHARE, List.of(IndicatorCount.of("", number, whole)))
                        .getFirst();
                if (shown.numerator().isHidden()) {
                    numerators.merge(shown.numerator().text(), 1L, Long::sum);
                }
            }

            // Then
            assertThat(numerators.values()).isNotEmpty().allMatch(possible -> possible >= 4);
        }
    }

    @Test
    void shouldHideASmallDenominatorToo() {
        assertThat(told(Kind.SHARE, List.of(IndicatorCount.of("", 0, 3)))).containsExactly("=0/<5");
    }

    @Test
    void shouldTellNothingOfNothing() {
        assertThat(told(Kind.PARTS, List.of())).containsExactly("=0/0");
    }

    @Test
    void shouldHideASumWithItsDenominator() {
        // When
        var few = SmallNumbers.shown(Kind.SUM, List.of(new IndicatorCount("", new BigDecimal("70.5"), 4)));
        var many = SmallNumbers.shown(Kind.SUM, List.of(new IndicatorCount("", new BigDecimal("2.5"), 5)));

        // Then
        assertThat(few.getFirst().numerator().text()).isEqualTo("<5");
        assertThat(many.getFirst().numerator().text()).isEqualTo("2.5");
    }

    @Test
    void shouldShowSmallPartsTogether() {
        assertThat(told(Kind.PARTS, parts(10, 3, 20, 4))).containsExactly("g2=20/37", "g0=10/37", "other=7/37");
    }

    @Test
    void shouldTakeALargerPartAlongWhereTheOthersWouldGiveASmallOneAway() {
        assertThat(told(Kind.PARTS, parts(10, 3, 20))).containsExactly("g2=20/33", "other=13/33");
    }

    @Test
    void shouldHideAllWhereAllIsSmall() {
        assertThat(told(Kind.PARTS, parts(1, 2))).containsExactly("other=<5/<5");
    }

    @Test
    void shouldNeverLetASmallPartBeWorkedOut() {
        // Given
        var random = new Random(20261122);

        for (var round = 0; round < 2_000; round++) {
            var counts = parts(random.longs(1 + random.nextInt(12), 0, 12).toArray());

            // When
            var shown = SmallNumbers.shown(Kind.PARTS, counts);

            // Then
            var whole = counts.getFirst().denominator();
            assertThat(shown)
                    .allSatisfy(part -> assertThat(part.numerator().isHidden()).isEqualTo(whole > 0 && whole < 5));
            assertThat(shown.stream()
                            .mapToLong(part -> part.numerator().value().longValueExact())
                            .sum())
                    .isEqualTo(whole);
        }
    }
}
