package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meridiandx.order.guidance.rules.GuidanceContent;
import org.meridiandx.order.guidance.rules.facts.Explanation;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Truth;

class ExplanationTest {
    private static final GuidanceContent CONTENT = ContentFiles.shipped();

    private static Explanation of(String guideline, Facts facts) {
        return CONTENT.guidelines().stream()
                .filter(each -> each.id().equals(guideline))
                .map(each -> Explanation.of(each.criteria(), facts))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldSayWhichFactsItRestsOn() {
        // Given
        var facts = Facts.none(CONTENT.vocabulary()).with("headache", true).with("headache_primary_diagnosis", true);

        // Then
        assertThat(of("headache-primary", facts).grounds())
                .containsExactly(
                        "headache",
                        "headache_primary_diagnosis",
                        "not headache_red_flag_emergency",
                        "not headache_red_flag_other",
                        "not gca_features");
    }

    @Test
    void shouldShowTheTruthOfEachPart() {
        // Given
        var facts = Facts.none(CONTENT.vocabulary()).with("headache", true).with("age", 30);

        // When
        var explanation = of("headache-red-flags", facts.with("headache_new_onset", true));

        // Then
        assertThat(explanation.truth()).isEqualTo(Truth.FALSE);
        assertThat(explanation.grounds()).isEmpty();
        assertThat(explanation.parts()).extracting(Explanation::truth).containsExactly(Truth.TRUE, Truth.FALSE);
        assertThat(explanation.parts().get(1).parts())
                .extracting(Explanation::text)
                .containsExactly("headache_red_flag_emergency", "headache_red_flag_other", "gca_features");
    }

    @Test
    void shouldShowWhatIsUnknown() {
        // When
        var explanation = of("ckd-renal-us", Facts.none(CONTENT.vocabulary()).with("ckd", true));

        // Then
        assertThat(explanation.truth()).isEqualTo(Truth.UNKNOWN);
        assertThat(explanation.parts())
                .filteredOn(part -> part.truth() == Truth.UNKNOWN)
                .extracting(Explanation::text)
                .containsExactly("age >= 18");
    }
}
