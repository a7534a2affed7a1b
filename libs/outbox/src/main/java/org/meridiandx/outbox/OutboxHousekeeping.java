package org.meridiandx.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Tells how much waits in the outbox (`outbox_pending`, `outbox_oldest_seconds`) and lets the inbox forget.
@ApplicationScoped
class OutboxHousekeeping {
    private static final String WAITING =
            "select count(*), coalesce(extract(epoch from now() - min(created_at)), 0)::bigint from outbox where refused_at is null";
    private static final String REFUSED = "select count(*) from outbox where refused_at is not null";
    private static final String FORGET = "delete from inbox where received_at < $1";

    private final Pool pool;
    private final Duration retention;
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final AtomicLong setAside = new AtomicLong();

    OutboxHousekeeping(
            Pool pool, MeterRegistry metrics, @ConfigProperty(name = "meridian.inbox.retention") Duration retention) {
        this.pool = pool;
        this.retention = retention;
        metrics.gauge("outbox_pending", pending);
        metrics.gauge("outbox_oldest_seconds", oldestSeconds);
        metrics.gauge("outbox_set_aside", setAside);
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return pool.query(WAITING)
                .execute()
                .invoke(rows -> {
                    var row = rows.iterator().next();
                    pending.set(row.getLong(0));
                    oldestSeconds.set(row.getLong(1));
                })
                .chain(() -> pool.query(REFUSED).execute())
                .invoke(rows -> setAside.set(rows.iterator().next().getLong(0)))
                .replaceWithVoid();
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        var before = OffsetDateTime.now(Clock.systemUTC()).minus(retention);
        return pool.preparedQuery(FORGET).execute(Tuple.of(before)).replaceWithVoid();
    }
}
