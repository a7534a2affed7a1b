package org.meridiandx.result.copies.queue;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.meridiandx.result.copies.outlet.CopyConfig;
import org.meridiandx.result.copies.queue.EndpointRepository.Lease;

/// Gives each recipient that is due a lane of its own. Lanes are bounded in number, and each in
/// steps; a recipient that does not answer holds its lane for one timeout, and then waits its pause
/// out in the database.
@ApplicationScoped
class CopySchedule {
    private static final Logger LOG = Logger.getLogger(CopySchedule.class);
    private final EndpointRepository endpoints;
    private final CopyLane lane;
    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    CopySchedule(EndpointRepository endpoints, CopyLane lane, CopyConfig config) {
        this.endpoints = endpoints;
        this.lane = lane;
        this.most = config.atOnce();
    }

    @Scheduled(
            identity = "copies-due",
            every = "{meridian.copies.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.PROCEED)
    Uni<Void> look() {
        var places = most - running.getAndSet(most);
        if (places <= 0) {
            return Uni.createFrom().voidItem();
        }
        return endpoints
                .claim(places)
                .onFailure()
                .recoverWithItem(CopySchedule::nobody)
                .invoke(leases -> running.addAndGet(leases.size() - places))
                .chain(this::serve);
    }

    private static List<Lease> nobody(Throwable away) {
        LOG.warnf("copies wait: %s", away.getClass().getSimpleName());
        return List.of();
    }

    private Uni<Void> serve(List<Lease> leases) {
        return leases.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(leases.stream().map(this::serve).toList())
                        .andCollectFailures()
                        .replaceWithVoid();
    }

    /// A lane that has more to send gets its next turn at the next look.
    private Uni<Boolean> serve(Lease lease) {
        return lane.run(lease).onTermination().invoke(() -> running.decrementAndGet());
    }
}
