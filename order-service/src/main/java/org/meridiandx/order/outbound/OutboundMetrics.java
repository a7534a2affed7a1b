package org.meridiandx.order.outbound;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/// How the orders for partners go: `meridian_outbound_waiting`, `_oldest_seconds`, `_dead`,
/// `_sent_total`, `_failed_total`, `_refused_total`.
@ApplicationScoped
class OutboundMetrics {
    private static final String MEASURE = """
            select count(*) filter (where state = 'waiting'), count(*) filter (where state = 'dead'),
                coalesce(extract(epoch from now() - min(created_at) filter (where state = 'waiting')), 0)::bigint
            from outbound_order where state in ('waiting', 'dead')""";
    private final Pool pool;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final Counter sent;
    private final Counter failed;
    private final Counter refused;

    OutboundMetrics(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        metrics.gauge("meridian.outbound.waiting", waiting);
        metrics.gauge("meridian.outbound.dead", dead);
        metrics.gauge("meridian.outbound.oldest.seconds", oldestSeconds);
        this.sent = metrics.counter("meridian.outbound.sent");
        this.failed = metrics.counter("meridian.outbound.failed");
        this.refused = metrics.counter("meridian.outbound.refused");
    }

    void sent() {
        sent.increment();
    }

    void failed() {
        failed.increment();
    }

    void refused() {
        refused.increment();
    }

    @Scheduled(
            every = "${meridian.outbound.measure-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return pool.query(MEASURE)
                .execute()
                .invoke(rows -> {
                    var row = rows.iterator().next();
                    waiting.set(row.getLong(0));
                    dead.set(row.getLong(1));
                    oldestSeconds.set(row.getLong(2));
                })
                .replaceWithVoid();
    }
}
