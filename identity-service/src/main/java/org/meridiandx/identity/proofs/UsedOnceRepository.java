package org.meridiandx.identity.proofs;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// Remembers what may be used once: one insert decides, for all replicas together, who came first.
///
/// What comes while an insert is on its way goes together with the next one: a commit is the
/// dearest part of a token, and so many share it. Nothing waits for company. Plain SQL, and the
/// pool's own callbacks, for that reason.
@ApplicationScoped
class UsedOnceRepository {
    private static final String USE = "insert into used_assertion (client_id, jti, expires_at)"
            + " select * from unnest($1::text[], $2::text[], $3::timestamptz[])"
            + " on conflict do nothing returning client_id, jti";
    private static final String FORGET = "delete from used_assertion where expires_at < $1";
    private static final int MAX_BATCH = 200;
    private static final int MAX_ON_THE_WAY = 2;
    private final Pool pool;
    private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger onTheWay = new AtomicInteger();

    UsedOnceRepository(Pool pool) {
        this.pool = pool;
    }

    /// @return false where it was used before; an answer comes only once the use is durable
    Uni<Boolean> use(String owner, String jti, Instant expires) {
        return Uni.createFrom()
                .<Boolean>emitter(emitter -> {
                    queue.add(new Waiting(new Use(owner, jti), expires.atOffset(ZoneOffset.UTC), emitter));
                    send();
                })
                .emitOn(callersContext());
    }

    Uni<Integer> forget(Instant before) {
        return pool.preparedQuery(FORGET)
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }

    /// A batch is answered on one caller's thread; each goes on on its own.
    private static Executor callersContext() {
        var context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(ignored -> task.run());
    }

    /// Each return of a place looks at the queue after it, so that nobody is left waiting.
    private void send() {
        while (!queue.isEmpty() && takePlace()) {
            var batch = nextBatch();
            if (batch.isEmpty()) {
                onTheWay.decrementAndGet();
            } else {
                send(batch);
            }
        }
    }

    private boolean takePlace() {
        return onTheWay.getAndUpdate(count -> Math.min(count + 1, MAX_ON_THE_WAY)) < MAX_ON_THE_WAY;
    }

    private void send(List<Waiting> batch) {
        pool.getDelegate().preparedQuery(USE).execute(tupleOf(batch)).onComplete(done -> {
            onTheWay.decrementAndGet();
            if (done.succeeded()) {
                answer(batch, done.result());
            } else {
                batch.forEach(waiting -> waiting.emitter().fail(done.cause()));
            }
            send();
        });
    }

    /// In one order everywhere, so that two batches with the same uses cannot wait for one another.
    private List<Waiting> nextBatch() {
        var batch = new ArrayList<Waiting>();
        while (batch.size() < MAX_BATCH) {
            var next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        batch.sort(Comparator.comparing((Waiting waiting) -> waiting.use().owner())
                .thenComparing(waiting -> waiting.use().jti()));
        return batch;
    }

    private static Tuple tupleOf(List<Waiting> batch) {
        return Tuple.of(
                batch.stream().map(waiting -> waiting.use().owner()).toArray(String[]::new),
                batch.stream().map(waiting -> waiting.use().jti()).toArray(String[]::new),
                batch.stream().map(Waiting::expires).toArray(OffsetDateTime[]::new));
    }

    private static void answer(List<Waiting> batch, RowSet<Row> inserted) {
        var first = new HashSet<Use>();
        inserted.forEach(row -> first.add(new Use(row.getString(0), row.getString(1))));
        batch.forEach(waiting -> waiting.emitter().complete(first.remove(waiting.use())));
    }

    private record Use(String owner, String jti) {}

    private record Waiting(Use use, OffsetDateTime expires, UniEmitter<? super Boolean> emitter) {}
}
