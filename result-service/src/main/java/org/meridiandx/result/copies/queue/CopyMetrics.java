package org.meridiandx.result.copies.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.outbox.QueueGauges;

/// How copies go: how many wait (`meridian_copies_waiting`), since when the oldest does
/// (`meridian_copies_oldest_seconds`), how many are there for people (`meridian_copies_dead`), and
/// since the start how many were sent, failed for now, were refused and were withheld
/// (`meridian_copies_sent_total`, `_failed_total`, `_refused_total`, `_withheld_total`).
@ApplicationScoped
class CopyMetrics {
    private static final String MEASURE = """
            select (select count(*) from report_copy where state = 'waiting'),
                (select count(*) from report_copy where state = 'dead'),
                greatest(coalesce(extract(epoch from now()
                        - (select min(created_at) from report_copy where state = 'waiting')), 0),
                    coalesce(extract(epoch from now() - (select min(noted_at) from copy_due)), 0))::bigint""";
    private final Pool pool;
    private final QueueGauges queue;
    private final Counter sent;
    private final Counter failed;
    private final Counter refused;
    private final Counter withheld;

    CopyMetrics(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        this.queue = new QueueGauges(metrics, "meridian.copies");
        this.sent = metrics.counter("meridian.copies.sent");
        this.failed = metrics.counter("meridian.copies.failed");
        this.refused = metrics.counter("meridian.copies.refused");
        this.withheld = metrics.counter("meridian.copies.withheld");
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

    void withheld() {
        withheld.increment();
    }

    @Scheduled(
            identity = "copies-measure",
            every = "{meridian.copies.measure-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return pool.query(MEASURE)
                .execute()
                .invoke(rows -> queue.show(rows.iterator().next()))
                .replaceWithVoid();
    }
}
