package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedQuestionsTest {
    private static final Caller EPR = caller("epr");
    private static final Caller LIMS = caller("lims");

    private record Call(Caller caller, List<AccessRequest> questions, CompletableFuture<List<AccessDecision>> answer) {
        void answered() {
            answer.complete(questions.stream().map(SharedQuestionsTest::right).toList());
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final SharedQuestions shared = new SharedQuestions((caller, questions) -> {
        var call = new Call(caller, questions, new CompletableFuture<>());
        calls.add(call);
        return call.answer();
    });

    private static Caller caller(String clientId) {
        return new Caller(
                clientId,
                "RX901",
                "clinician",
                Optional.empty(),
                Optional.empty(),
                "direct-care",
                new Scopes(List.of()));
    }

    private static List<AccessRequest> about(String... patients) {
        return java.util.Arrays.stream(patients)
                .map(patient -> AccessRequest.of(Action.READ, "Task", patient, Set.of()))
                .toList();
    }

    /// Every answer names its patient, so that a mix-up shows.
    private static AccessDecision right(AccessRequest question) {
        return new AccessDecision.Denied(question.patientId().orElseThrow());
    }

    private CompletableFuture<List<AccessDecision>> ask(Caller caller, String... patients) {
        return shared.decide(caller, about(patients)).subscribeAsCompletionStage();
    }

    private static List<AccessDecision> rightOnes(String... patients) {
        return about(patients).stream().map(SharedQuestionsTest::right).toList();
    }

    @Test
    void shouldAskAtOnceWhenNobodyElseDoes() {
        // When
        var answer = ask(EPR, "a");

        // Then
        assertThat(calls).singleElement().extracting(Call::questions).isEqualTo(about("a"));
        calls.getFirst().answered();
        assertThat(answer).isCompletedWithValue(rightOnes("a"));
    }

    @Test
    void shouldLetThoseThatWaitGoTogetherEachWithItsOwnAnswer() {
        // Given two calls that are out
        ask(EPR, "a");
        ask(EPR, "b");
        var third = ask(EPR, "c", "d");
        var fourth = ask(EPR, "e");

        // When
        assertThat(calls).hasSize(2);
        calls.get(1).answered();
        calls.get(2).answered();

        // Then
        assertThat(calls).hasSize(3);
        assertThat(calls.get(2).questions()).isEqualTo(about("c", "d", "e"));
        assertThat(third).isCompletedWithValue(rightOnes("c", "d"));
        assertThat(fourth).isCompletedWithValue(rightOnes("e"));
    }

    @Test
    void shouldNotLetOneCallerWaitForAnother() {
        // Given
        ask(EPR, "a");
        ask(EPR, "b");
        ask(EPR, "c");

        // When
        var answer = ask(LIMS, "d");

        // Then
        assertThat(calls).hasSize(3);
        assertThat(calls.getLast().caller()).isEqualTo(LIMS);
        calls.getLast().answered();
        assertThat(answer).isCompletedWithValue(rightOnes("d"));
    }

    @Test
    void shouldAskEachAloneWhenACallFailsThatSeveralShare() {
        // Given
        ask(EPR, "a");
        ask(EPR, "b");
        var good = ask(EPR, "c");
        var bad = ask(EPR, "d");
        calls.get(0).answered();

        // When
        calls.get(2).answer().completeExceptionally(Status.INVALID_ARGUMENT.asRuntimeException());

        // Then
        assertThat(calls).hasSize(5);
        calls.get(3).answered();
        calls.get(4).answer().completeExceptionally(Status.INVALID_ARGUMENT.asRuntimeException());
        assertThat(good).isCompletedWithValue(rightOnes("c"));
        assertThat(bad).isCompletedExceptionally();
    }

    @Test
    void shouldAskNobodyAgainWhenIdentityIsAway() {
        // Given
        ask(EPR, "a");
        ask(EPR, "b");
        var third = ask(EPR, "c");
        var fourth = ask(EPR, "d");
        calls.get(0).answered();

        // When
        calls.get(2).answer().completeExceptionally(Status.UNAVAILABLE.asRuntimeException());

        // Then
        assertThat(calls).hasSize(3);
        assertThat(third).isCompletedExceptionally();
        assertThat(fourth).isCompletedExceptionally();
    }

    @Test
    void shouldFailAllWhenThereAreTooFewAnswers() {
        // When
        var answer = ask(EPR, "a", "b");
        calls.getFirst().answer().complete(rightOnes("a"));

        // Then
        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void shouldSendNoCallWithoutEnd() {
        // Given
        ask(EPR, "a");
        ask(EPR, "b");
        IntStream.range(0, 100).forEach(number -> ask(EPR, "p" + number));

        // When
        calls.getFirst().answered();

        // Then
        assertThat(calls.getLast().questions()).hasSize(64);
        assertThat(calls).hasSize(3);
    }
}
