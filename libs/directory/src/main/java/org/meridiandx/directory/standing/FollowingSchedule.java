package org.meridiandx.directory.standing;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/// Moves rows outside of the event's own handling: those of a large patient take longer than a
/// consumer may.
@ApplicationScoped
class FollowingSchedule {
    private static final Logger LOG = Logger.getLogger(FollowingSchedule.class);
    private final PatientFollower follower;

    FollowingSchedule(PatientFollower follower) {
        this.follower = follower;
    }

    @Scheduled(every = "{meridian.merges.interval:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> move() {
        return follower.moveAll()
                .onFailure()
                .invoke(away -> LOG.warnf(
                        "records of a merged patient wait: %s", away.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }
}
