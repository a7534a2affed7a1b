package org.meridiandx.result.subscriptions.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import org.meridiandx.outbox.QueueGauges;

/// How telling others goes: events that wait (`meridian_subscriptions_waiting`), since when the oldest does
/// (`meridian_subscriptions_oldest_seconds`), events that are there for people (`meridian_subscriptions_dead`),
/// subscriptions in error (`meridian_subscriptions_in_error`), and since the start events sent, calls that failed or
/// were refused, and events withheld (`meridian_subscriptions_sent_total`, `_failed_total`, `_refused_total`,
/// `_withheld_total`).
@ApplicationScoped
class DeliveryMetrics {
    private static final String MEASURE = """
            select (select count(*) from subscription_event where state = 'waiting'),
                (select count(*) from subscription_event where state = 'dead'),
                coalesce(extract(epoch from now()
                    - (select min(created_at) from subscription_event where state = 'waiting')), 0)::bigint,
                (select count(*) from subscription where status = 'error')""";
    private final Pool pool;
    private final QueueGauges queue;
    private final AtomicLong inError = new AtomicLong();
    private final Counter sent;
    private final Counter failed;
    private final Counter refused;
    private final Counter withheld;

    DeliveryMetrics(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        this.queue = new QueueGauges(metrics, "meridian.subscriptions");
        metrics.gauge("meridian.subscriptions.in.error", inError);
        this.sent = metrics.counter("meridian.subscriptions.sent");
        this.failed = metrics.counter("meridian.subscriptions.failed");
        this.refused = metrics.counter("meridian.subscriptions.refused");
        this.withheld = metrics.counter("meridian.subscriptions.withheld");
    }

    void sent(int events) {
        sent.increment(events);
    }

    void failed() {
        failed.increment();
    }

    void refused() {
        refused.increment();
    }

    void withheld(int events) {
        withheld.increment(events);
    }

    @Scheduled(
            identity = "subscriptions-measure",
            every = "{meridian.subscriptions.measure-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return pool.query(MEASURE)
                .execute()
                .invoke(rows -> {
                    var row = rows.iterator().next();
                    queue.show(row);
                    inError.set(row.getLong(3));
                })
                .replaceWithVoid();
    }
}
