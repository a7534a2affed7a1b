package org.meridiandx.order.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            true;REQUESTED;2026-03-12T09:10:00Z;Larkfield Surgery;'';Requested 12 March 09:10 by Larkfield Surgery.
            true;SAMPLE_RECEIVED;2026-07-01T13:05:00Z;RX902;'';Your sample reached the lab 1 July 14:05.
            true;CANCELLED;2025-12-31T23:59:00Z;'';asked twice;Your request was cancelled 31 December 2025 23:59: asked twice.
            true;CANCELLED;2026-01-02T08:00:00Z;'';'';Your request was cancelled 2 January 08:00.
            true;ACCEPTED;2026-01-02T08:00:00Z;'';'';Your request was accepted by the department 2 January 08:00.
            false;SAMPLE_RECEIVED;2026-07-01T13:05:00Z;RX902;'';Sample received 1 July 14:05 by RX902.
            false;HELD;2026-01-02T08:00:00Z;'';pregnancy to be ruled out;On hold since 2 January 08:00: pregnancy to be ruled out.
            """)
    void shouldSayWhatHappened(
            boolean isPatient, Milestone.Kind kind, Instant at, String who, String words, String sentence) {
        // When
        var said = Sentences.of("en-GB", isPatient).of(new Milestone(kind, at, who, words), NOW);

        // Then
        assertThat(said).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            cy;true;SAMPLE_RECEIVED;2026-07-01T13:05:00Z;Cyrhaeddodd eich sampl y labordy ar 1 Gorffennaf 14:05.
            cy-GB,en;true;CANCELLED;2025-12-31T23:59:00Z;Canslwyd eich cais ar 31 Rhagfyr 2025 23:59.
            cy;false;ACCEPTED;2026-01-02T08:00:00Z;Derbyniwyd gan y darparwr ar 2 Ionawr 08:00.
            """)
    void shouldSayItInWelshAndThatThisIsADraft(
            String language, boolean isPatient, Milestone.Kind kind, Instant at, String sentence) {
        // When
        var sentences = Sentences.of(language, isPatient);

        // Then
        assertThat(sentences.of(new Milestone(kind, at, "", ""), NOW)).isEqualTo(sentence);
        assertThat(sentences.language()).isEqualTo("cy");
        assertThat(sentences.isDraft()).isTrue();
        assertThat(Sentences.of("en", isPatient).isDraft()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "cy"})
    void shouldHaveASentenceForEverything(String language) {
        for (var isPatient : new boolean[] {true, false}) {
            var sentences = Sentences.of(language, isPatient);
            assertThat(sentences.nothingYet()).endsWith(".");
            for (var words : new String[] {"", "a reason"}) {
                assertThat(Arrays.stream(Milestone.Kind.values())
                                .filter(kind -> kind != Milestone.Kind.NEWS || !words.isEmpty())
                                .map(kind -> sentences.of(new Milestone(kind, NOW, "", words), NOW)))
                        .allMatch(sentence -> sentence.endsWith(".") && sentence.indexOf('{') < 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "en", "en-GB,en;q=0.9", "gd", "*", "de;q=x", ";;;"})
    void shouldFallBackToEnglish(String acceptLanguage) {
        assertThat(Sentences.of(acceptLanguage, true).language()).isEqualTo("en");
    }
}
