package org.meridiandx.identity.patients.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// A turn that the end of the service meets in the middle fails when the database goes.
class DuplicateSearchTest {
    private int turns;
    private final CompletableFuture<Object> underWay = new CompletableFuture<>();
    private final DuplicateSearch search = new DuplicateSearch(poolThatTakesLong(), null, null, Clock.systemUTC());

    @Test
    void shouldLetATurnEndBeforeTheServiceStopsAndBeginNone() throws Exception {
        // Given
        var turn = search.look().subscribe().withSubscriber(UniAssertSubscriber.create());

        // When
        var stopped = CompletableFuture.runAsync(this::stop);
        var waits = !isDoneWithin(stopped, Duration.ofMillis(200));
        underWay.complete("done");
        stopped.get(10, TimeUnit.SECONDS);
        var next = search.look().subscribe().withSubscriber(UniAssertSubscriber.create());

        // Then
        assertThat(waits).isTrue();
        turn.awaitItem(Duration.ofSeconds(1)).assertCompleted();
        next.awaitItem(Duration.ofSeconds(1)).assertCompleted();
        assertThat(turns).isOne();
    }

    private static boolean isDoneWithin(CompletableFuture<Void> work, Duration time) throws Exception {
        try {
            work.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException waiting) {
            return false;
        }
    }

    private void stop() {
        try {
            search.stop(new ShutdownEvent());
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private Pool poolThatTakesLong() {
        return new Pool((io.vertx.sqlclient.Pool) null) {
            @Override
            @SuppressWarnings("unchecked")
            public <T> Uni<T> withTransaction(Function<SqlConnection, Uni<T>> work) {
                turns++;
                return (Uni<T>) Uni.createFrom().completionStage(underWay).replaceWithVoid();
            }
        };
    }
}
