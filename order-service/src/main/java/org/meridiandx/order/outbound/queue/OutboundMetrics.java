package org.meridiandx.order.outbound.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.outbox.QueueGauges;

/// How the orders for partners go: how many wait (`meridian_outbound_waiting`), since when the oldest does
/// (`meridian_outbound_oldest_seconds`), how many are there for people (`meridian_outbound_dead`), and since
/// the start how many were sent, failed for now and were refused (`meridian_outbound_sent_total`,
/// `meridian_outbound_failed_total`, `meridian_outbound_refused_total`).
@ApplicationScoped
class OutboundMetrics {
    private static final String MEASURE = """
            select (select count(*) from outbound_order where state = 'waiting'),
                (select count(*) from outbound_order where state = 'dead'),
                coalesce(extract(epoch from now()
                    - (select min(created_at) from outbound_order where state = 'waiting')), 0)::bigint""";
    private final Pool pool;
    private final QueueGauges queue;
    private final Counter sent;
    private final Counter failed;
    private final Counter refused;

    OutboundMetrics(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        this.queue = new QueueGauges(metrics, "meridian.outbound");
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
                .invoke(rows -> queue.show(rows.iterator().next()))
                .replaceWithVoid();
    }
}
