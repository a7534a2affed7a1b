package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedQuestionsTest {
    private static final Caller EPR = caller("epr");
    private static final Caller LIMS = caller("lims");

    private record Call(Caller caller, List<AccessRequest> questions, CompletableFuture<List<AccessDecision>> answer) {
        void answered() {
            answer.complete(questions.stream().map(SharedQuestionsTest::right).toList());
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final SharedQuestions shared = new SharedQuestions(this::call, Duration.ofMinutes(1));

    private CompletableFuture<List<AccessDecision>> call(Caller caller, List<AccessRequest> questions) {
        var call = new Call(caller, questions, new CompletableFuture<>());
        calls.add(call);
        return call.answer();
    }

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
        return ask(shared, caller, about(patients));
    }

    private static CompletableFuture<List<AccessDecision>> ask(
            SharedQuestions of, Caller caller, List<AccessRequest> questions) {
        return of.decide(caller, questions).subscribeAsCompletionStage();
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

    @Test
    void shouldFailThoseThatWaitTooWhenIdentityIsAway() {
        // Given
        ask(EPR, "a");
        ask(EPR, "b");
        var waiting = List.of(ask(EPR, "c"), ask(EPR, "d"));
        var others = ask(LIMS, "e");

        // When
        calls.get(0).answer().completeExceptionally(new CircuitBreakerOpenException("open"));

        // Then
        assertThat(calls).hasSize(3);
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer)
                        .isCompletedExceptionally()
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withCauseInstanceOf(CircuitBreakerOpenException.class));
        assertThat(others).isNotDone();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INVALID_ARGUMENT", "UNAVAILABLE"})
    void shouldEndEachHoweverManyWaitWhenCallsFailAtOnce(Status.Code code) {
        // Given more questions each than go together, behind two calls that are out
        var patients = IntStream.range(0, 65).mapToObj(String::valueOf).toArray(String[]::new);
        var questions = about(patients);
        var failure = code.toStatus().asRuntimeException();
        var isFailing = new AtomicBoolean();
        var failing = new SharedQuestions(
                (caller, asked) -> isFailing.get() ? CompletableFuture.failedFuture(failure) : call(caller, asked),
                Duration.ofMinutes(1));
        var answers = IntStream.range(0, 10_000)
                .mapToObj(number -> ask(failing, EPR, questions))
                .toList();
        isFailing.set(true);

        // When
        calls.get(0).answer().completeExceptionally(failure);
        calls.get(1).answered();

        // Then
        assertThat(answers)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSize(9_999);
        assertThat(answers.get(1)).isCompletedWithValue(rightOnes(patients));
        isFailing.set(false);
        ask(failing, EPR, about("a"));
        assertThat(calls).as("the next goes out").hasSize(3);
    }

    @Test
    void shouldLetNobodyWaitWithoutEndAndAskNothingForWhoGaveUp() {
        // Given
        var impatient = new SharedQuestions(this::call, Duration.ofMillis(50));
        ask(impatient, EPR, about("a"));
        ask(impatient, EPR, about("b"));

        // When
        var waiting = ask(impatient, EPR, about("c"));

        // Then
        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
        calls.get(0).answered();
        calls.get(1).answered();
        assertThat(calls).hasSize(2);
    }
}
