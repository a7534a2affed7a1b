package org.meridiandx.result.followup.timers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.meridiandx.result.followup.rules.Urgency;

/// How many reports wait for somebody, by urgency: all that are open (`meridian_follow_up_open`),
/// those of which more than their owner had to be told (`meridian_follow_up_overdue`), and those
/// that nobody answers for (`meridian_follow_up_unaddressed`).
@ApplicationScoped
class FollowUpMetrics {
    /// Each is answered by its index alone.
    private static final String OPEN = """
            select urgency, count(*), count(*) filter (where organisation = '')
            from follow_up where state <> 'acted' group by urgency""";
    private static final String OVERDUE =
            "select urgency, count(*) from follow_up where state <> 'acted' and level > 0 group by urgency";
    private final Pool pool;
    private final Map<Urgency, AtomicLong> open = new EnumMap<>(Urgency.class);
    private final Map<Urgency, AtomicLong> overdue = new EnumMap<>(Urgency.class);
    private final AtomicLong unaddressed = new AtomicLong();

    FollowUpMetrics(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        for (var urgency : Urgency.values()) {
            var tags = Tags.of("urgency", urgency.code());
            open.put(urgency, metrics.gauge("meridian.follow.up.open", tags, new AtomicLong()));
            overdue.put(urgency, metrics.gauge("meridian.follow.up.overdue", tags, new AtomicLong()));
        }
        metrics.gauge("meridian.follow.up.unaddressed", unaddressed);
    }

    @Scheduled(
            identity = "measure-follow-up",
            every = "${meridian.follow-up.measure-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return pool.query(OPEN)
                .execute()
                .invoke(rows -> {
                    count(open, rows);
                    var without = 0L;
                    for (var row : rows) {
                        without += row.getLong(2);
                    }
                    unaddressed.set(without);
                })
                .chain(() -> pool.query(OVERDUE).execute())
                .invoke(rows -> count(overdue, rows))
                .replaceWithVoid();
    }

    private static void count(Map<Urgency, AtomicLong> gauges, RowSet<Row> rows) {
        var counts = new EnumMap<Urgency, Long>(Urgency.class);
        rows.forEach(row -> counts.put(Urgency.values()[row.getInteger(0)], row.getLong(1)));
        gauges.forEach((urgency, gauge) -> gauge.set(counts.getOrDefault(urgency, 0L)));
    }
}
