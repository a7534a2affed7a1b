package org.meridiandx.identity.access;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Answers questions that come in at the same time with one statement: what a statement costs beyond its rows is paid
/// once, and what waited during a pause of the machine is answered in one go.
///
/// A question that comes alone is asked at once. While [#AT_ONCE] statements are out, others wait and go together.
/// A statement begins after each of its questions came, so it reads all that was committed by then. Where a statement
/// fails that several share, each is asked again alone: nobody fails for what a neighbour asked.
///
/// @param <Q> a question
/// @param <A> its answer
final class SharedStatement<Q, A> {
    /// More would gain nothing: they share the database's processors all the same.
    private static final int AT_ONCE = 2;

    private static final int MOST_QUESTIONS = 64;

    private final Function<List<Q>, CompletionStage<List<A>>> statement;
    private final Queue<Waiting<Q, A>> waiting = new ArrayDeque<>();
    private int out;

    /// @param statement gives one answer per question, in their order
    SharedStatement(Function<List<Q>, CompletionStage<List<A>>> statement) {
        this.statement = statement;
    }

    /// @return the answer, on the context of who asks; fails as the statement does, and then asking again is safe
    Uni<A> ask(Q question) {
        return Uni.createFrom()
                .completionStage(() -> {
                    var one = new Waiting<Q, A>(question, new CompletableFuture<>());
                    enqueue(one);
                    return one.answer();
                })
                .emitOn(here());
    }

    private void enqueue(Waiting<Q, A> one) {
        synchronized (waiting) {
            waiting.add(one);
        }
        sendNext();
    }

    private void sendNext() {
        var together = new ArrayList<Waiting<Q, A>>();
        synchronized (waiting) {
            if (out == AT_ONCE || waiting.isEmpty()) {
                return;
            }
            out++;
            while (together.size() < MOST_QUESTIONS && !waiting.isEmpty()) {
                together.add(waiting.remove());
            }
        }
        send(together).whenComplete((answers, failure) -> {
            synchronized (waiting) {
                out--;
            }
            sendNext();
            settle(together, answers, failure);
        });
    }

    private void settle(List<Waiting<Q, A>> together, @Nullable List<A> answers, @Nullable Throwable failure) {
        if (answers != null) {
            for (int i = 0; i < together.size(); i++) {
                together.get(i).answer().complete(answers.get(i));
            }
        } else if (failure != null && together.size() > 1) {
            together.forEach(
                    one -> send(List.of(one)).whenComplete((answer, again) -> settle(List.of(one), answer, again)));
        } else if (failure != null) {
            together.getFirst().answer().completeExceptionally(failure);
        }
    }

    /// A statement that cannot even be begun has failed like any other: nobody waits for it for ever.
    private CompletionStage<List<A>> send(List<Waiting<Q, A>> together) {
        try {
            return statement.apply(together.stream().map(Waiting::question).toList());
        } catch (RuntimeException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    /// Who asked goes on where it asked: a session or a request belongs to its context.
    private static Executor here() {
        var context = Vertx.currentContext();
        return context == null ? Runnable::run : command -> context.runOnContext(ignored -> command.run());
    }

    private record Waiting<Q, A>(Q question, CompletableFuture<A> answer) {}
}
