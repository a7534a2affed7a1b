package org.meridiandx.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Row;
import java.util.concurrent.atomic.AtomicLong;

/// How a queue of what is to be sent goes, as gauges below its name: how many wait (`waiting`), how
/// many are there for people (`dead`), and for how long the oldest has waited (`oldest.seconds`).
public final class QueueGauges {
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();

    /// @param queue name of the queue as meters are named: `meridian.copies`
    public QueueGauges(MeterRegistry metrics, String queue) {
        metrics.gauge(queue + ".waiting", waiting);
        metrics.gauge(queue + ".dead", dead);
        metrics.gauge(queue + ".oldest.seconds", oldestSeconds);
    }

    /// @param measured begins with how many wait, how many are dead, and seconds, as `bigint`
    public void show(Row measured) {
        waiting.set(measured.getLong(0));
        dead.set(measured.getLong(1));
        oldestSeconds.set(measured.getLong(2));
    }
}
