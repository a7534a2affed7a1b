package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.guidance.ContentFiles;

class HookAnswerJsonTest {
    private static final HookAnswerJson JSON = new HookAnswerJson(ContentFiles.shipped());

    private static Card ours() {
        return Card.of(
                new Card.About(Card.Kind.NOTE, "note", "Note", Optional.empty()),
                new Card.Text(Card.Indicator.INFO, "ours", "of ours"));
    }

    /// A licensed provider's cards are beside ours, under its own name, and never in their place.
    @Test
    void shouldShowTheCardsOfAnotherAfterOursAsTheyCome() {
        // Given
        var theirs = JsonNodeFactory.instance.objectNode().put("summary", "theirs");
        theirs.putObject("source").put("label", "Example Rules");

        // When
        var answer = JSON.write(new HookAnswer(List.of(ours()), List.of()), List.of(theirs));

        // Then
        assertThat(answer.path("cards").findValuesAsText("summary")).containsExactly("ours", "theirs");
        assertThat(answer.at("/cards/0/source/label").asText()).startsWith("Meridian scan choice");
        assertThat(answer.at("/cards/1")).isEqualTo(theirs);
        assertThat(answer.has("systemActions")).isFalse();
    }

    @Test
    void shouldSayOnEachCardThatTheContentIsADraft() {
        // When
        var answer = JSON.write(new HookAnswer(List.of(ours()), List.of()), List.of());

        // Then
        assertThat(answer.at("/cards/0/detail").asText()).contains("draft for clinical review");
    }
}
