package org.meridiandx.access;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks identity-service, and lets the questions of one caller that come in at the same time go with one call: what a
/// call costs beyond its questions is paid once, on both sides.
///
/// A question that comes alone is asked at once. While [#AT_ONCE] calls for a caller are out, that caller's others wait
/// and go together. A call begins after each of its questions came, so its answers are by what was committed by then.
/// Where a call fails that several share, and not because identity-service is away, each is asked again alone: nobody
/// fails for what a neighbour asked. Where it is away, those that wait for that caller fail too, and do not each wait
/// to
/// find out; who waited [#LONGEST] for whatever reason fails as well, and [Grace] may cover it.
///
/// A call goes out where a question came or an answer came back: it carries the correlation id of that one, which may
/// be
/// a neighbour's. Who asks is said in the call itself, and is the same for all that share it.
@DefaultBean
@Singleton
class SharedQuestions implements DecisionPoint {
    private static final int AT_ONCE = 2;
    private static final int MOST_QUESTIONS = 64;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private final BiFunction<Caller, List<AccessRequest>, CompletionStage<List<AccessDecision>>> remote;
    private final Duration longest;
    private final Map<Caller, Lane> lanes = new HashMap<>();

    @Inject
    SharedQuestions(RemoteDecisionPoint remote) {
        this(remote::decide, LONGEST);
    }

    /// @param longest that a question waits, for others and for its own answer
    SharedQuestions(
            BiFunction<Caller, List<AccessRequest>, CompletionStage<List<AccessDecision>>> remote, Duration longest) {
        this.remote = remote;
        this.longest = longest;
    }

    @Override
    public Uni<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        return Uni.createFrom()
                .completionStage(() -> ask(caller, requests))
                .ifNoItem()
                .after(longest)
                .failWith(() -> new TimeoutException("no decision within " + longest.toMillis() + " ms"))
                .emitOn(here());
    }

    private CompletionStage<List<AccessDecision>> ask(Caller caller, List<AccessRequest> requests) {
        var one = new Waiting(requests, new CompletableFuture<>());
        synchronized (lanes) {
            lanes.computeIfAbsent(caller, first -> new Lane()).waiting.add(one);
        }
        sendWaiting(caller);
        return one.answer();
    }

    /// Calls that end at once are settled here, one after the other: however many wait, the stack stays flat.
    private void sendWaiting(Caller caller) {
        for (var together = next(caller); !together.isEmpty(); together = next(caller)) {
            var sent = together;
            var call = send(caller, sent).toCompletableFuture();
            if (call.isDone()) {
                call.whenComplete((answers, failure) -> end(caller, sent, answers, failure));
            } else {
                call.whenComplete((answers, failure) -> {
                    end(caller, sent, answers, failure);
                    sendWaiting(caller);
                });
            }
        }
    }

    /// @return what goes with the next call; nothing where none is to be sent
    private List<Waiting> next(Caller caller) {
        synchronized (lanes) {
            var lane = lanes.get(caller);
            if (lane == null || lane.out == AT_ONCE) {
                return List.of();
            }
            var together = lane.take();
            if (!together.isEmpty()) {
                lane.out++;
            } else if (lane.isDone()) {
                lanes.remove(caller);
            }
            return together;
        }
    }

    private void end(
            Caller caller,
            List<Waiting> together,
            @Nullable List<AccessDecision> answers,
            @Nullable Throwable failure) {
        var waited = new ArrayList<Waiting>();
        synchronized (lanes) {
            var lane = Objects.requireNonNull(lanes.get(caller), "a call of it is out");
            lane.out--;
            if (failure != null && Grace.isAway(causeOf(failure))) {
                waited.addAll(lane.waiting);
                lane.waiting.clear();
            }
            if (lane.isDone()) {
                lanes.remove(caller);
            }
        }
        settle(caller, together, answers, failure);
        if (failure != null) {
            waited.forEach(one -> one.answer().completeExceptionally(causeOf(failure)));
        }
    }

    private void settle(
            Caller caller,
            List<Waiting> together,
            @Nullable List<AccessDecision> answers,
            @Nullable Throwable failure) {
        if (answers != null && answers.size() == questionsOf(together).size()) {
            var next = 0;
            for (var one : together) {
                var end = next + one.questions().size();
                one.answer().complete(List.copyOf(answers.subList(next, end)));
                next = end;
            }
        } else if (together.size() > 1 && !(failure != null && Grace.isAway(causeOf(failure)))) {
            together.forEach(one -> send(caller, List.of(one))
                    .whenComplete((answer, again) -> settle(caller, List.of(one), answer, again)));
        } else {
            var cause = failure == null
                    ? new IllegalStateException("as many answers as questions are expected")
                    : causeOf(failure);
            together.forEach(one -> one.answer().completeExceptionally(cause));
        }
    }

    /// A call that cannot even be begun has failed like any other: nobody waits for it for ever.
    private CompletionStage<List<AccessDecision>> send(Caller caller, List<Waiting> together) {
        try {
            return remote.apply(caller, questionsOf(together));
        } catch (RuntimeException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static List<AccessRequest> questionsOf(List<Waiting> together) {
        return together.size() == 1
                ? together.getFirst().questions()
                : together.stream().flatMap(one -> one.questions().stream()).toList();
    }

    /// Who asked goes on where it asked: a session or a request belongs to its context.
    private static Executor here() {
        var context = Vertx.currentContext();
        return context == null ? Runnable::run : command -> context.runOnContext(ignored -> command.run());
    }

    private record Waiting(List<AccessRequest> questions, CompletableFuture<List<AccessDecision>> answer) {}

    /// The questions of one caller.
    private static final class Lane {
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private int out;

        /// What goes next: always one, and more as long as they are few. Who gave up waiting is left out.
        List<Waiting> take() {
            var together = new ArrayList<Waiting>();
            var questions = 0;
            while (!waiting.isEmpty()
                    && (together.isEmpty()
                            || questions + waiting.element().questions().size() <= MOST_QUESTIONS)) {
                var next = waiting.remove();
                if (!next.answer().isDone()) {
                    questions += next.questions().size();
                    together.add(next);
                }
            }
            return together;
        }

        /// Whether nobody is left.
        boolean isDone() {
            return out == 0 && waiting.isEmpty();
        }
    }
}
