package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.guidance.rules.Completeness;
import org.meridiandx.order.guidance.rules.GuidanceContent;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Truth;

/// What a request for ionising imaging lacks.
class CompletenessTest {
    private static final GuidanceContent CONTENT = ContentFiles.shipped();

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            CT ; female; 30 ; ''                                                 ; referrer clinical-information pregnancy-status previous-imaging
            CT ; female; 30 ; name number why checked                            ; pregnancy-status
            CT ; female; 30 ; name number why checked not_pregnant               ; ''
            CT ; female; 30 ; name number why checked possible                   ; ''
            CT ; female; 30 ; name number why checked pregnant                   ; ''
            CT ; female; 30 ; name number why checked unknown                    ; pregnancy-status
            CT ; female; 11.9 ; name number why checked                          ; ''
            CT ; female; 12 ; name number why checked                            ; pregnancy-status
            CT ; female; 55.9 ; name number why checked                          ; pregnancy-status
            CT ; female; 56 ; name number why checked                            ; ''
            CT ; male; 30 ; name number why checked                              ; ''
            CT ; intersex; 30 ; name number why checked                          ; pregnancy-status
            CT ; unknown; 30 ; name number why checked                           ; pregnancy-status
            CT ; ''; 30 ; name number why checked                                ; pregnancy-status
            CT ; female; '' ; name number why checked                            ; pregnancy-status
            CT ; male; 30 ; name why checked                                     ; referrer
            CT ; male; 30 ; number why checked                                   ; referrer
            CT ; male; 30 ; name number checked                                  ; clinical-information
            CT ; male; 30 ; name number why                                      ; previous-imaging
            XR ; male; 30 ; ''                                                   ; referrer clinical-information previous-imaging
            MG ; female; 51 ; name number why checked                            ; pregnancy-status
            DXA; male; 70 ; ''                                                   ; referrer clinical-information previous-imaging
            MRI; female; 30 ; ''                                                 ; ''
            US ; female; 30 ; ''                                                 ; ''""")
    void shouldNameWhatIsMissing(String modality, String sex, String age, String told, String missing) {
        // Given
        var facts = facts(sex, age, told).with("requested_modality", modality);

        // When
        var completeness = Completeness.of(facts, CONTENT.vocabulary());

        // Then
        assertThat(completeness.missing().stream()
                        .map(each -> each.item().code())
                        .toList())
                .containsExactly(missing.isEmpty() ? new String[0] : missing.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"CT,TRUE", "MRI,FALSE", "'',UNKNOWN"})
    void shouldSayWhetherItIsKnownToIonise(String modality, Truth ionising) {
        // Given
        var none = Facts.none(CONTENT.vocabulary());

        // When
        var completeness = Completeness.of(
                modality.isEmpty() ? none : none.with("requested_modality", modality), CONTENT.vocabulary());

        // Then
        assertThat(completeness.ionising()).isEqualTo(ionising);
    }

    @ParameterizedTest
    @CsvSource({"name,referrer_registration", "number,referrer_name"})
    void shouldNameTheFactThatIsMissing(String told, String fact) {
        // Given
        var facts = facts("male", "30", told + " why checked").with("requested_modality", "CT");

        // When
        var completeness = Completeness.of(facts, CONTENT.vocabulary());

        // Then
        assertThat(completeness.missing().getFirst().facts())
                .extracting(Fact::name)
                .containsExactly(fact);
    }

    private static Facts facts(String sex, String age, String told) {
        var facts = Facts.none(CONTENT.vocabulary());
        facts = sex.isEmpty() ? facts : facts.with("sex", sex);
        facts = age.isEmpty() ? facts : facts.with("age", Double.parseDouble(age));
        for (var word : told.split(" ")) {
            facts = switch (word) {
                case "" -> facts;
                case "name" -> facts.with("referrer_name", "Dr Field");
                case "number" -> facts.with("referrer_registration", "1234567");
                case "why" -> facts.with("clinical_information", "given").with("clinical_question", "given");
                case "checked" -> facts.with("previous_imaging_checked", true);
                default -> facts.with("pregnancy_status", word);
            };
        }
        return facts;
    }
}
