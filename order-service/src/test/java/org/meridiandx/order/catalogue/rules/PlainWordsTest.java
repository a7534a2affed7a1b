package org.meridiandx.order.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainWordsTest {
    private static final PlainWords WORDS = new PlainWords(List.of(
            test("full-blood-count", "Full blood count", "FBC", "anaemia"),
            test("blood-culture", "Blood culture", "sepsis"),
            test("ct-head", "CT of head", "head scan"),
            test("ct-chest", "CT of chest", "lung scan"),
            test("coeliac", "Cœliac serology", "gluten", "Crohn's"),
            test("us-abdomen", "Ultrasound of abdomen", "gallstones")));

    private static CatalogueTest test(String id, String title, String... synonyms) {
        return new CatalogueTest(id, title, true, List.of(), List.of(synonyms), List.of(), List.of());
    }

    private static List<String> found(String text) {
        return WORDS.find(text).stream().map(hit -> hit.test().id()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "full blood count, full-blood-count",
        "FBC, full-blood-count",
        "fbc, full-blood-count",
        "full blod count, full-blood-count",
        "anemia, full-blood-count",
        "bloood culture, blood-culture",
        "utlrasound, us-abdomen",
        "ultrasuond abdomne, us-abdomen",
        "galstones, us-abdomen",
        "a scan of my head please, ct-head",
        "ct ches, ct-chest",
        "anä́mia, full-blood-count",
        "crohns, coeliac",
    })
    void shouldFindByPlainWordsWithTypos(String text, String first) {
        assertThat(found(text)).first().isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "the of and", "xyz", "?!", "qwertyuiop", "of"})
    void shouldFindNothingRatherThanAnything(String text) {
        assertThat(found(text)).isEmpty();
    }

    @Test
    void shouldPutTheBetterMatchFirst() {
        assertThat(found("blood")).containsExactly("blood-culture", "full-blood-count");
        assertThat(WORDS.find("blood culture").getFirst().score()).isEqualTo(1);
        assertThat(found("blood culture")).containsExactly("blood-culture", "full-blood-count");
    }

    @Test
    void shouldAnswerHostileTextOfALargeCatalogueQuickly() {
        // Given
        var tests = new ArrayList<CatalogueTest>();
        for (var i = 0; i < 3_000; i++) {
            tests.add(test("t" + i, "Measurement number " + Integer.toString(i * 7919, 36) + "ase", "word" + i));
        }
        var large = new PlainWords(tests);
        var text = "measuremnet ".repeat(20) + "x".repeat(1_000);

        // When
        var hits = assertTimeout(Duration.ofSeconds(10), () -> large.find(text));

        // Then
        assertThat(hits).hasSize(3_000);
    }
}
