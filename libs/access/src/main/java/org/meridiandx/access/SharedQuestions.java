package org.meridiandx.access;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Asks identity-service, and lets the questions of one caller that come in at the same time go with one call: what a
/// call costs beyond its questions is paid once, on both sides.
///
/// A question that comes alone is asked at once. While [#AT_ONCE] calls for a caller are out, that caller's others wait
/// and go together. A call begins after each of its questions came, so its answers are by what was committed by then.
/// Where a call fails that several share, and not because identity-service is away, each is asked again alone: nobody
/// fails for what a neighbour asked.
@DefaultBean
@Singleton
class SharedQuestions implements DecisionPoint {
    private static final int AT_ONCE = 2;
    private static final int MOST_QUESTIONS = 64;
    private final BiFunction<Caller, List<AccessRequest>, CompletionStage<List<AccessDecision>>> remote;
    private final Map<Caller, Lane> lanes = new HashMap<>();

    @Inject
    SharedQuestions(RemoteDecisionPoint remote) {
        this.remote = remote::decide;
    }

    SharedQuestions(BiFunction<Caller, List<AccessRequest>, CompletionStage<List<AccessDecision>>> remote) {
        this.remote = remote;
    }

    @Override
    public Uni<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        return Uni.createFrom()
                .completionStage(() -> {
                    var one = new Waiting(requests, new CompletableFuture<>());
                    synchronized (lanes) {
                        lanes.computeIfAbsent(caller, first -> new Lane())
                                .waiting
                                .add(one);
                    }
                    sendNext(caller);
                    return one.answer();
                })
                .emitOn(here());
    }

    private void sendNext(Caller caller) {
        var together = new ArrayList<Waiting>();
        synchronized (lanes) {
            var lane = lanes.get(caller);
            if (lane == null || lane.out == AT_ONCE || lane.waiting.isEmpty()) {
                return;
            }
            lane.out++;
            lane.take(together);
        }
        send(caller, together).whenComplete((answers, failure) -> {
            synchronized (lanes) {
                lanes.computeIfPresent(caller, (same, lane) -> lane.isDone() ? null : lane);
            }
            sendNext(caller);
            settle(caller, together, answers, failure);
        });
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
            var cause =
                    failure == null ? new IllegalStateException("as many answers as questions are expected") : failure;
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

        /// What goes next: always one, and more as long as they are few.
        void take(List<Waiting> together) {
            var questions = 0;
            while (!waiting.isEmpty()
                    && (together.isEmpty()
                            || questions + waiting.element().questions().size() <= MOST_QUESTIONS)) {
                var next = waiting.remove();
                questions += next.questions().size();
                together.add(next);
            }
        }

        /// Notes that a call came back.
        ///
        /// @return whether nobody is left
        boolean isDone() {
            out--;
            return out == 0 && waiting.isEmpty();
        }
    }
}
