package org.meridiandx.order.outbound.queue;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;

/// Lets the queue forget what was sent long ago.
///
/// The last message of an order stays, without its text: by it a later change of the order is known to be
/// one, and is told. So does what people discarded, with who and why. What waits for people stays whole.
@ApplicationScoped
class OutboundHousekeeping {
    private static final String FORGET_EARLIER = """
            delete from outbound_order earlier using outbound_order later
            where later.state = 'sent' and later.payload is not null and later.settled_at < $1
                and earlier.order_id = later.order_id and earlier.partner = later.partner
                and earlier.seq < later.seq and earlier.state in ('sent', 'known')
                and coalesce(earlier.settled_at, earlier.created_at) < $1""";
    private static final String EMPTY_LAST = """
            update outbound_order set payload = null
            where state = 'sent' and payload is not null and settled_at < $1""";
    private static final String EMPTY_DISCARDED = """
            update outbound_order set payload = null, answer = null
            where state = 'discarded' and payload is not null and settled_at < $1""";
    private final Pool pool;
    private final Duration retention;

    OutboundHousekeeping(Pool pool, OutboundConfig config) {
        this.pool = pool;
        this.retention = config.retention();
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        var before = Tuple.of(OffsetDateTime.now(Clock.systemUTC()).minus(retention));
        return pool.preparedQuery(FORGET_EARLIER)
                .execute(before)
                .chain(() -> pool.preparedQuery(EMPTY_LAST).execute(before))
                .chain(() -> pool.preparedQuery(EMPTY_DISCARDED).execute(before))
                .replaceWithVoid();
    }
}
