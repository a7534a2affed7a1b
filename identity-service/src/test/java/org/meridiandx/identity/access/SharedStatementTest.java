package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedStatementTest {
    private final List<List<Integer>> sent = new ArrayList<>();
    private final List<CompletableFuture<List<String>>> open = new ArrayList<>();
    private final SharedStatement<Integer, String> statement = new SharedStatement<>(this::send);

    @Test
    void shouldAskAtOnceWhatComesAlone() {
        // When
        var answer = ask(1);

        // Then
        assertThat(sent).containsExactly(List.of(1));
        answerTo(0);
        assertThat(answer).isCompletedWithValue("1");
    }

    @Test
    void shouldSendTogetherWhatWaited() {
        // Given
        var answers = IntStream.range(0, 6).mapToObj(this::ask).toList();
        assertThat(sent).containsExactly(List.of(0), List.of(1));

        // When
        answerTo(1);

        // Then
        assertThat(sent).containsExactly(List.of(0), List.of(1), List.of(2, 3, 4, 5));
        answerTo(2);
        assertThat(answers.get(4)).isCompletedWithValue("4");
        assertThat(answers.getFirst()).isNotDone();
    }

    @Test
    void shouldBoundWhatGoesTogether() {
        // Given
        IntStream.range(0, 102).forEach(this::ask);

        // When
        answerTo(0);
        answerTo(1);

        // Then
        assertThat(sent).extracting(List::size).containsExactly(1, 1, 64, 36);
    }

    @Test
    void shouldFailNobodyForWhatANeighbourAsked() {
        // Given
        var answers = IntStream.range(0, 5).mapToObj(this::ask).toList();
        answerTo(0);
        assertThat(sent.getLast()).containsExactly(2, 3, 4);

        // When
        open.get(2).completeExceptionally(new IllegalStateException("3 cannot be asked"));
        open.get(3).complete(List.of("2"));
        open.get(4).completeExceptionally(new IllegalStateException("3 cannot be asked"));
        open.get(5).complete(List.of("4"));

        // Then
        assertThat(answers.get(2)).isCompletedWithValue("2");
        assertThat(answers.get(3)).isCompletedExceptionally();
        assertThat(answers.get(4)).isCompletedWithValue("4");
    }

    @Test
    void shouldGoOnAfterAFailure() {
        // Given
        var first = ask(1);
        var second = ask(2);

        // When
        open.get(0).completeExceptionally(new IllegalStateException("away"));
        open.get(1).completeExceptionally(new IllegalStateException("away"));
        var third = ask(3);

        // Then
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        answerTo(2);
        assertThat(third).isCompletedWithValue("3");
    }

    @Test
    void shouldGoOnAfterStatementsThatCouldNotBeBegun() {
        // Given
        var closed = new boolean[] {true};
        var closing = new SharedStatement<Integer, String>(questions -> {
            if (closed[0]) {
                throw new IllegalStateException("closed");
            }
            return CompletableFuture.completedFuture(List.of("answer"));
        });
        for (int i = 0; i < 5; i++) {
            assertThat(closing.ask(i).subscribeAsCompletionStage()).isCompletedExceptionally();
        }

        // When
        closed[0] = false;

        // Then
        assertThat(closing.ask(6).subscribeAsCompletionStage()).isCompletedWithValue("answer");
    }

    private CompletableFuture<String> ask(int question) {
        Uni<String> answer = statement.ask(question);
        return answer.subscribeAsCompletionStage();
    }

    private CompletionStage<List<String>> send(List<Integer> questions) {
        sent.add(questions);
        var answer = new CompletableFuture<List<String>>();
        open.add(answer);
        return answer;
    }

    private void answerTo(int number) {
        open.get(number).complete(sent.get(number).stream().map(String::valueOf).toList());
    }
}
