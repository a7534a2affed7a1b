package org.meridiandx.result.subscriptions.delivery;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.meridiandx.result.subscriptions.channel.SubscriptionConfig;

/// Forgets what was told long ago, and switches off what has ended. What waits, and what people have to look at, stays.
@ApplicationScoped
class DeliveryHousekeeping {
    private static final String FORGET = "delete from subscription_event where state = 'sent' and settled_at < $1";
    private static final String END = """
            update subscription set status = 'off', cause = '', lease = lease + 1
            where ends_at <= now() and status <> 'off'""";
    private final Pool pool;
    private final Duration retention;
    private final Clock clock;

    DeliveryHousekeeping(Pool pool, SubscriptionConfig config, Clock clock) {
        this.pool = pool;
        this.retention = config.retention();
        this.clock = clock;
    }

    @Scheduled(
            identity = "subscriptions-forget",
            every = "1h",
            delayed = "5m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        var before = clock.instant().minus(retention).atOffset(java.time.ZoneOffset.UTC);
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(before))
                .chain(() -> pool.query(END).execute())
                .replaceWithVoid();
    }
}
