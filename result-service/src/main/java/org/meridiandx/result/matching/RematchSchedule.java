package org.meridiandx.result.matching;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Looks through the queue again and again: for patients that have no NHS number, and for what an outage left.
@ApplicationScoped
class RematchSchedule {
    private final MatchingService matching;

    RematchSchedule(MatchingService matching) {
        this.matching = matching;
    }

    @Scheduled(
            identity = "rematch",
            every = "{meridian.results.rematch-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return matching.sweep();
    }
}
