package org.meridiandx.result.release.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.result.release.rules.ReleaseRule.Facts;
import org.meridiandx.result.release.rules.ReleaseRule.Word;

class ReleaseRuleTest {
    private static final Instant FILED = Instant.parse("2026-03-01T08:00:00Z");
    private static final List<String> REGION = List.of(
            "laboratory:normal=at-once",
            "laboratory:abnormal=7d",
            "laboratory:critical=14d",
            "imaging=14d",
            "histology=21d",
            "genetics=after-comment",
            "other=14d",
            "child=after-comment",
            "sensitive=never",
            "unfinished=after-comment");

    @ParameterizedTest
    @CsvSource({
        "laboratory, normal, NONE, 0, true",
        "laboratory, abnormal, NONE, 6, false",
        "laboratory, abnormal, NONE, 7, true",
        "laboratory, abnormal, COMMENT, 0, true",
        "laboratory, critical, NONE, 13, false",
        "laboratory, critical, NONE, 14, true",
        "imaging, normal, NONE, 0, false",
        "imaging, normal, COMMENT, 0, true",
        "histology, normal, NONE, 20, false",
        "genetics, normal, NONE, 365, false",
        "genetics, normal, COMMENT, 0, true",
        "'', normal, NONE, 0, false",
        "'', normal, NONE, 14, true",
        "child, normal, NONE, 365, false",
        "laboratory child, normal, NONE, 365, false",
        "laboratory child, normal, COMMENT, 0, true",
        "laboratory sensitive, normal, COMMENT, 365, false",
        "laboratory sensitive, normal, RELEASE, 0, true",
        "laboratory unfinished, normal, NONE, 365, false",
        "laboratory imaging, normal, NONE, 13, false",
        "laboratory imaging, normal, NONE, 14, true",
        "laboratory child sensitive unfinished, critical, RELEASE, 0, true"
    })
    void shouldReleaseByTheStrictestThatFits(String subjects, String grade, Word word, int days, boolean isReleased) {
        // Given
        var facts = facts(subjects, grade, word, FILED.plus(Duration.ofDays(days)));

        // When
        var released = ReleaseRule.isReleased(facts, List.of(RuleTable.ofRegion(REGION)));

        // Then
        assertThat(released).isEqualTo(isReleased);
    }

    @Test
    void shouldReleaseAtTheVeryMomentAndNotBefore() {
        // Given
        var tables = List.of(RuleTable.ofRegion(REGION));
        var moment = FILED.plus(Duration.ofDays(7));

        // Then
        assertThat(ReleaseRule.isReleased(facts("laboratory", "abnormal", Word.NONE, moment.minusNanos(1)), tables))
                .isFalse();
        assertThat(ReleaseRule.isReleased(facts("laboratory", "abnormal", Word.NONE, moment), tables))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "laboratory:abnormal=at-once, laboratory, abnormal, true",
        "laboratory=at-once, laboratory, abnormal, true",
        "laboratory=never, laboratory, normal, false",
        "laboratory:abnormal=at-once, laboratory, critical, false",
        "laboratory=at-once, laboratory child, abnormal, false",
        "child=at-once, laboratory child, normal, true",
        "imaging=at-once, laboratory, abnormal, false"
    })
    void shouldLetAnOrganisationDecideWhatItSpeaksOf(String own, String subjects, String grade, boolean isReleased) {
        // Given
        var parts = own.split("=");
        var key = RuleTable.Key.parse(parts[0]).orElseThrow();
        var release = Release.parse(parts[1]).orElseThrow();
        var tables = List.of(RuleTable.of(List.of(new RuleTable.Rule(key, release))), RuleTable.ofRegion(REGION));

        // When
        var released = ReleaseRule.isReleased(facts(subjects, grade, Word.NONE, FILED), tables);

        // Then
        assertThat(released).isEqualTo(isReleased);
    }

    @Test
    void shouldReleaseNothingThatNoRuleSpeaksOf() {
        // Given
        var facts = facts("laboratory", "normal", Word.COMMENT, FILED.plus(Duration.ofDays(1000)));

        // Then
        assertThat(ReleaseRule.isReleased(facts, List.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "laboratory",
                "laboratory=",
                "laboratory=soon",
                "laboratory=0d",
                "laboratory=366d",
                "lab=7d",
                "laboratory:odd=7d",
                ":normal=7d",
                "laboratory:=7d",
                "=7d"
            })
    void shouldRefuseARegionWhoseRulesAreMisspelt(String entry) {
        // Given
        var all = new java.util.ArrayList<>(REGION);
        all.add(entry);

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleTable.ofRegion(all))
                .withMessageContaining("meridian.release.rules");
    }

    @Test
    void shouldRefuseARegionWithoutARuleForEverything() {
        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleTable.ofRegion(REGION.subList(1, REGION.size())))
                .withMessageContaining("laboratory:normal");
    }

    @ParameterizedTest
    @CsvSource({"at-once, at-once", "7D, 7d", "' never ', never", "after-comment, after-comment"})
    void shouldWriteAsItReads(String text, String written) {
        // Then
        assertThat(Release.parse(text).orElseThrow().text()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "LAB, laboratory",
        "laboratory, laboratory",
        "MB, laboratory",
        "rad, imaging",
        "SP, histology",
        "GE, genetics",
        "XYZ, ''"
    })
    void shouldKnowKindsByTheirCategories(String category, String kind) {
        // Then
        assertThat(Subject.ofCategory(category).map(Subject::text).orElse("")).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "2010-03-30, 2026-03-29T22:59:59Z, true",
        "2010-03-30, 2026-03-29T23:00:00Z, false",
        "2010-02-10, 2026-02-09T23:59:59Z, true",
        "2010-02-10, 2026-02-10T00:00:00Z, false"
    })
    void shouldCountAgesByTheDayInEngland(LocalDate born, Instant at, boolean mayBeChild) {
        // Then
        assertThat(Age.mayBeChild(Optional.of(born), at)).isEqualTo(mayBeChild);
        assertThat(Age.mayBeChild(Optional.empty(), at)).isTrue();
    }

    private static Facts facts(String subjects, String grade, Word word, Instant now) {
        var all = EnumSet.noneOf(Subject.class);
        Arrays.stream(subjects.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> Subject.valueOf(name.toUpperCase(Locale.ROOT)))
                .forEach(all::add);
        return new Facts(all, Grade.parse(grade).orElseThrow(), word, FILED, now);
    }
}
