package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.guidance.rules.Advice;
import org.meridiandx.order.guidance.rules.Assessment;
import org.meridiandx.order.guidance.rules.Assessment.Rating;
import org.meridiandx.order.guidance.rules.SafetyRule;
import org.meridiandx.order.guidance.rules.ScanChoice;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

class ScanChoiceTest {
    private static final ScanChoice TOOL = new ScanChoice(ContentFiles.shipped());
    private static final Vocabulary VOCABULARY = TOOL.content().vocabulary();

    private final Facts woman =
            Facts.none(VOCABULARY).with("age", 45).with("sex", "female").with("pregnancy_status", "not_pregnant");

    private static Facts asking(Facts facts, String modality, String region) {
        return facts.with("requested_modality", modality).with("requested_region", region);
    }

    private static List<String> options(Assessment assessment) {
        return assessment.options().stream()
                .map(option -> option.recommendation().id())
                .toList();
    }

    private static List<String> asked(Assessment assessment) {
        return assessment.ask().stream().map(question -> question.fact().name()).toList();
    }

    @Test
    void shouldAdviseAgainstCtOfTheLumbarSpineForPlainLowBackPain() {
        // When
        var assessment = TOOL.assess(asking(woman.with("low_back_pain", true), "CT", "lumbar-spine"));

        // Then
        assertThat(options(assessment)).containsExactly("lbp-nonspecific/no-imaging");
        assertThat(assessment.rating()).isInstanceOfSatisfying(Rating.Rated.class, rated -> {
            assertThat(rated.category()).isEqualTo(Advice.Category.USUALLY_NOT_APPROPRIATE);
            assertThat(rated.because().id()).isEqualTo("lbp-nonspecific/no-imaging");
        });
        assertThat(assessment.safety()).extracting(SafetyRule::id).contains("non-ionising-alternative");
    }

    @Test
    void shouldFindCtOfTheHeadAppropriateForHeadacheWithOpticDiscOedema() {
        // When
        var assessment = TOOL.assess(asking(woman.with("headache", true).with("papilloedema", true), "CT", "head"));

        // Then
        assertThat(options(assessment)).first().isEqualTo("headache-red-flags/emergency-ct");
        assertThat(assessment.rating())
                .isInstanceOfSatisfying(
                        Rating.Rated.class,
                        rated -> assertThat(rated.isAppropriate()).isTrue());
    }

    @Test
    void shouldSayThatNoCriteriaApplyWhereNoGuidelineIsAboutThePatient() {
        // When
        var assessment = TOOL.assess(asking(woman, "MRI", "head"));

        // Then
        assertThat(assessment.options()).isEmpty();
        assertThat(assessment.rating()).isEqualTo(new Rating.NoCriteria());
    }

    @Test
    void shouldNotRateButAskWhereTheAnswerDependsOnWhatIsMissing() {
        // When
        var assessment = TOOL.assess(asking(woman.with("pe_suspected", true), "CT", "chest"));

        // Then
        assertThat(assessment.rating()).isEqualTo(new Rating.Undecided());
        assertThat(asked(assessment)).contains("wells_pe_score");
        assertThat(options(assessment)).containsExactly("pe-suspected/wells-first");
    }

    /// Of CT of the knee it says only that no imaging is needed, and nothing where a radiograph is.
    @Test
    void shouldNotSpeakAgainstImagingWhileAnotherAdviceMayTakeThatPlace() {
        // Given
        var knee = asking(woman.with("age", 60).with("joint_pain_activity_related", true), "CT", "knee");

        // When
        var open = TOOL.assess(knee);
        var early = TOOL.assess(knee.with("symptoms_months", 1).with("morning_stiffness_minutes", 5));
        var late = TOOL.assess(knee.with("symptoms_months", 5).with("morning_stiffness_minutes", 5));

        // Then
        assertThat(open.rating()).isEqualTo(new Rating.Undecided());
        assertThat(asked(open)).contains("symptoms_months", "morning_stiffness_minutes");
        assertThat(early.rating().rated())
                .hasValueSatisfying(rated -> assertThat(rated.because().id()).isEqualTo("osteoarthritis/no-imaging"));
        assertThat(late.rating()).isEqualTo(new Rating.NoCriteria());
    }

    @Test
    void shouldRateByTheGuidelinesOfThePartOfTheBodyThatIsAskedFor() {
        // Given
        var both = woman.with("headache", true).with("papilloedema", true).with("low_back_pain", true);

        // When
        var assessment = TOOL.assess(asking(both, "CT", "lumbar-spine"));

        // Then
        assertThat(assessment.rating().rated())
                .hasValueSatisfying(rated -> assertThat(rated.isAppropriate()).isFalse());
    }

    @Test
    void shouldPutTheMostUrgentFirst() {
        // When
        var assessment = TOOL.assess(
                woman.with("knee_injury", true).with("headache", true).with("thunderclap_headache", true));

        // Then
        assertThat(options(assessment)).containsExactly("headache-red-flags/emergency-ct", "knee-trauma/no-xray");
    }

    @Test
    void shouldAskAboutPregnancyOnlyThoseWhoCanBePregnant() {
        // Given
        var colic = Facts.none(VOCABULARY).with("age", 30).with("renal_colic_suspected", true);

        // Then
        assertThat(asked(TOOL.assess(colic.with("sex", "female")))).contains("pregnancy_status");
        assertThat(asked(TOOL.assess(colic.with("sex", "male")))).doesNotContain("pregnancy_status");
    }

    @Test
    void shouldLeaveAnatomyOpenWhereTheRecordedSexSaysNothingAboutIt() {
        // When
        var assessment = TOOL.assess(
                asking(Facts.none(VOCABULARY).with("age", 30).with("sex", "unknown"), "CT", "abdomen-pelvis"));

        // Then
        assertThat(asked(assessment)).contains("has_uterus");
    }

    @Test
    void shouldNotAskOfPeopleWhatHasNothingToDoWithThem() {
        // When
        var assessment = TOOL.assess(
                Facts.none(VOCABULARY).with("age", 60).with("sex", "male").with("shoulder_pain", true));

        // Then
        assertThat(asked(assessment)).containsExactly("symptoms_months");
    }

    @Test
    void shouldSayTheGravestFirst() {
        // Given
        var facts = asking(woman.with("cardiac_device", "unknown").with("claustrophobia", true), "MRI", "head")
                .with("patient_identity_complete", true);

        // When
        var safety = TOOL.assess(facts).safety();

        // Then
        assertThat(safety).extracting(SafetyRule::severity).isSorted();
        assertThat(safety).extracting(SafetyRule::id).contains("mri-cardiac-device-unsafe", "mri-claustrophobia");
    }

    @Test
    void shouldTakeTheCategoryThatIsGivenRatherThanItsOwn() {
        // Given
        var facts = asking(woman.with("low_back_pain", true), "CT", "lumbar-spine");

        // When
        var assessment = TOOL.assess(facts.with("request_best_category", "usually-appropriate"));

        // Then
        assertThat(assessment.safety()).extracting(SafetyRule::id).doesNotContain("non-ionising-alternative");
    }

    @Test
    void shouldRateAnOutpatientRequestByWhatIsSaidOfOutpatients() {
        // Given
        var emergency =
                asking(woman.with("low_back_pain", true).with("saddle_sensory_change", true), "MRI", "lumbar-spine");

        // When
        var atOnce = TOOL.assess(emergency);
        var outpatient = TOOL.assess(emergency.with("request_route_outpatient", true));

        // Then
        assertThat(atOnce.rating().rated())
                .hasValueSatisfying(rated -> assertThat(rated.isAppropriate()).isTrue());
        assertThat(outpatient.rating().rated())
                .hasValueSatisfying(
                        rated -> assertThat(rated.because().id()).isEqualTo("cauda-equina-suspected/outpatient-mri"));
        assertThat(outpatient.safety()).extracting(SafetyRule::id).first().isEqualTo("ces-outpatient");
    }
}
