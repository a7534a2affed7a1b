package org.meridiandx.imaging.rematching;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.imaging.studies.RematchService;

/// Tries studies without a patient again: what no event tells of, such as a hospital number that is
/// registered late.
@ApplicationScoped
class RematchSchedule {
    private static final Logger LOG = Logger.getLogger(RematchSchedule.class);
    private final RematchService studies;
    private final int batch;

    RematchSchedule(RematchService studies, @ConfigProperty(name = "meridian.matching.batch") int batch) {
        this.studies = studies;
        this.batch = batch;
    }

    @Scheduled(every = "{meridian.matching.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> rematch() {
        return studies.rematchWaiting(batch)
                .chain(() -> studies.labelNew())
                .onFailure()
                .invoke(away -> LOG.warnf("matching waits: %s", away.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }
}
