package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.guidance.rules.GuidanceReader;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.ContentFile;

/// Content that does not mean what it says stops the start, with file and line.
class ContentFaultsTest {
    private static final String GUIDELINES = "imaging-guidelines.yaml";
    private static final String RULES = "safety-rules.yaml";
    private static final String VOCABULARY = "vocabulary.yaml";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imaging-guidelines.yaml | - headache_primary_diagnosis | - headache_primary | no fact of the vocabulary",
                "imaging-guidelines.yaml | - age >= 25 | - age => 25 | is no condition",
                "imaging-guidelines.yaml | - age >= 25 | - age >= old | is not a number",
                "imaging-guidelines.yaml | - age >= 25 | - sex >= female | is a choice",
                "imaging-guidelines.yaml | - cxr_result == normal | - cxr_result == fine | no value of 'cxr_result'",
                "imaging-guidelines.yaml | category: usually-appropriate | category: may-be-appropriate | a score of",
                "imaging-guidelines.yaml | urgency: immediate | urgency: now | is one of",
                "imaging-guidelines.yaml | body_region: head | body_region: hat | which requests",
                "imaging-guidelines.yaml | pregnancy: exclude | pregnancy: maybe | any, only or exclude",
                "imaging-guidelines.yaml | id: headache-red-flags | id: headache-primary | is there twice",
                "imaging-guidelines.yaml | age_min: 12 | age_mim: 12 | age_mim' is no key here",
                "imaging-guidelines.yaml | red_flags: | red_flag: | red_flag' is no key here",
                "imaging-guidelines.yaml | when: | whne: | whne' is no key here",
                "imaging-guidelines.yaml | dose_verified: | dose_verifed: | dose_verifed' is no key here",
                "imaging-guidelines.yaml | - age >= 25 | - | is no condition",
                "safety-rules.yaml | severity: block | severity: stop | is one of",
                "safety-rules.yaml | criteria: | criterion: | criterion' is no key here",
                "safety-rules.yaml | - request_ionising | - null | a condition is expected here",
                "vocabulary.yaml | default_from: | default_form: | default_form' is no key here",
                "vocabulary.yaml | default_from: sex == female | default_from: | is no condition",
                "vocabulary.yaml | default_from: sex == female | default_from: null | default_from' is empty",
                "vocabulary.yaml | 'expression:' | 'expresion:' | expresion' is no key here",
                "regions.yaml | tia-suspected: | tia-suspect: | tia-suspect' is no guideline",
                "safety-rules.yaml | - request_ionising | - request_iodising | no fact of the vocabulary",
                "safety-rules.yaml | - weight_kg > 200 | - weight_kg | is not true or false",
                "vocabulary.yaml | - papilloedema | - headache_red_flag_emergency | is derived from itself",
                "vocabulary.yaml | type: number | type: numeric | is one of",
                "vocabulary.yaml | default: false | default: true | only false is one",
                "vocabulary.yaml | 'n: 2' | 'n: 9' | between 1 and the number",
            })
    void shouldSayWhichLineOfWhichFileIsWrong(String file, String right, String wrong, String reason) {
        // Given
        var broken = text(file).replaceFirst(Pattern.quote(right), wrong);
        long line = text(file).substring(0, text(file).indexOf(right)).lines().count();

        // Then
        assertThatExceptionOfType(ContentException.class)
                .isThrownBy(() -> read(file, broken))
                .withMessageStartingWith(file + ":")
                .withMessageContaining(reason)
                .satisfies(fault -> assertThat(lineIn(fault.getMessage())).isBetween(line - 25, line + 1));
    }

    /// Left empty, it would count for everybody.
    @ParameterizedTest
    @CsvSource({"'', is no condition", "' null', 'when'' is empty'", "' []', a list is no condition"})
    void shouldRefuseAConditionThatIsLeftEmpty(String empty, String reason) {
        // Given
        var broken = text(GUIDELINES).replaceFirst("        when:\n(          .*\n)+", "        when:" + empty + "\n");

        // Then
        assertThatExceptionOfType(ContentException.class)
                .isThrownBy(() -> read(GUIDELINES, broken))
                .withMessageContaining(reason);
    }

    @Test
    void shouldRefuseARecommendationThatNobodyCanReach() {
        // Given
        var broken = text(GUIDELINES).replaceFirst("- age >= 25\n", "- age >= 25\n            - age < 3\n");

        // Then
        assertThatExceptionOfType(ContentException.class)
                .isThrownBy(() -> read(GUIDELINES, broken))
                .withMessageContaining("can never be reached");
    }

    @Test
    void shouldRefuseARecommendationThatAnotherAlwaysHides() {
        // Given
        var broken = text(GUIDELINES)
                .replace("modality: CT\n        procedure: CT head\n", "modality: MRI\n        procedure: MRI brain\n")
                .replace("band: medium\n          typical_msv: 2\n", "band: none\n          typical_msv: 0\n");

        // Then
        assertThatExceptionOfType(ContentException.class)
                .isThrownBy(() -> read(GUIDELINES, broken))
                .withMessageContaining("'headache-primary/ct-head-reassurance' can never be reached");
    }

    @Test
    void shouldRefuseARuleThatNeverFires() {
        // Given
        var broken = text(RULES)
                .replaceFirst(
                        "- contrast_planned == gadolinium\n",
                        "- contrast_planned == gadolinium\n        - contrast_planned == none\n");

        // Then
        assertThatExceptionOfType(ContentException.class)
                .isThrownBy(() -> read(RULES, broken))
                .withMessageContaining("can never be reached");
    }

    @Test
    void shouldSayWhereAFileIsNoYaml() {
        assertThatExceptionOfType(ContentException.class)
                .isThrownBy(() -> read(VOCABULARY, "meta:\n  version: [1\nfacts: }"))
                .withMessageMatching("(?s)vocabulary.yaml:[23]: .*");
    }

    private static void read(String file, String content) {
        GuidanceReader.read(new GuidanceReader.Files(
                either(VOCABULARY, file, content),
                either(GUIDELINES, file, content),
                either(RULES, file, content),
                either("regions.yaml", file, content)));
    }

    private static ContentFile either(String name, String changed, String content) {
        try {
            return name.equals(changed)
                    ? ContentFiles.read(name, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)))
                    : ContentFiles.shipped(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String file) {
        try (var content = ContentFaultsTest.class.getResourceAsStream("/guidance/" + file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lineIn(String message) {
        return Long.parseLong(message.split(":")[1]);
    }
}
