package org.meridiandx.result.copies.queue;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.meridiandx.result.copies.outlet.CopyConfig;

/// Lets the queue forget what was settled long ago. The last copy of a report stays: by it a later
/// version is known to be a correction. What waits for people stays whole.
@ApplicationScoped
class CopyHousekeeping {
    private static final String FORGET = """
        delete from report_copy earlier
        where earlier.state in ('sent', 'overtaken', 'discarded') and earlier.settled_at < $1
            and exists (select from report_copy later where later.report_id = earlier.report_id
                and later.recipient = earlier.recipient and later.seq > earlier.seq and later.state = 'sent')\
        """;
    private final Pool pool;
    private final Duration retention;
    private final Clock clock;

    CopyHousekeeping(Pool pool, CopyConfig config, Clock clock) {
        this.pool = pool;
        this.retention = config.retention();
        this.clock = clock;
    }

    @Scheduled(
            identity = "copies-forget",
            every = "1h",
            delayed = "5m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        var before = clock.instant().minus(retention).atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(FORGET).execute(Tuple.of(before)).replaceWithVoid();
    }
}
