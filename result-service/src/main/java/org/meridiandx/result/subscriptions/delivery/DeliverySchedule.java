package org.meridiandx.result.subscriptions.delivery;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.eventbus.EventBus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.meridiandx.result.subscriptions.channel.SubscriptionConfig;
import org.meridiandx.result.subscriptions.delivery.DeliveryRepository.Lease;

/// Gives each subscriber that is due a lane of its own: at once when something has happened, and every second for
/// what waits for its time, or was left by another replica.
///
/// Lanes are bounded in number, and each in steps; a subscriber that does not answer holds its lane for one timeout,
/// and then waits its pause out in the database.
@ApplicationScoped
class DeliverySchedule {
    private static final Logger LOG = Logger.getLogger(DeliverySchedule.class);
    private static final String ADDRESS = "meridian.subscriptions-due";
    private static final int AT_ONE_LOOK = 16;
    private final DeliveryRepository subscribers;
    private final DeliveryLane lane;
    private final EventBus bus;
    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    DeliverySchedule(DeliveryRepository subscribers, DeliveryLane lane, EventBus bus, SubscriptionConfig config) {
        this.subscribers = subscribers;
        this.lane = lane;
        this.bus = bus;
        this.most = config.atOnce();
    }

    /// Looks soon, without waiting for it.
    void wake() {
        bus.send(ADDRESS, "");
    }

    @Scheduled(
            identity = "subscriptions-due",
            every = "{meridian.subscriptions.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.PROCEED)
    Uni<Void> look() {
        return work();
    }

    @ConsumeEvent(ADDRESS)
    Uni<Void> woken(String ignored) {
        return work();
    }

    private Uni<Void> work() {
        var places = reserve();
        if (places == 0) {
            return Uni.createFrom().voidItem();
        }
        return subscribers
                .claim(places)
                .onFailure()
                .recoverWithItem(DeliverySchedule::nobody)
                .invoke(leases -> running.addAndGet(leases.size() - places))
                .chain(this::serve);
    }

    private static List<Lease> nobody(Throwable away) {
        LOG.warnf("who is to be told waits: %s", away.getClass().getSimpleName());
        return List.of();
    }

    private int reserve() {
        var before = running.getAndUpdate(now -> Math.min(now + AT_ONE_LOOK, Math.max(now, most)));
        return Math.max(Math.min(AT_ONE_LOOK, most - before), 0);
    }

    private Uni<Void> serve(List<Lease> leases) {
        if (leases.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (leases.size() == AT_ONE_LOOK) {
            wake();
        }
        return Uni.join()
                .all(leases.stream().map(this::serve).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private Uni<Void> serve(Lease lease) {
        return lane.run(lease)
                .onTermination()
                .invoke(() -> running.decrementAndGet())
                .invoke(isMore -> {
                    if (isMore) {
                        wake();
                    }
                })
                .replaceWithVoid();
    }
}
