package org.meridiandx.result.followup.timers;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Looks again and again for what is due, what is to be graded, and whose owner is gone.
@ApplicationScoped
class EscalationSchedule {
    private final EscalationService escalation;
    private final GradingService grading;
    private final DepartureService departures;

    EscalationSchedule(EscalationService escalation, GradingService grading, DepartureService departures) {
        this.escalation = escalation;
        this.grading = grading;
        this.departures = departures;
    }

    @Scheduled(
            identity = "escalate",
            every = "${meridian.follow-up.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> escalate() {
        return escalation.escalateAll().replaceWithVoid();
    }

    @Scheduled(
            identity = "grade",
            every = "${meridian.follow-up.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> grade() {
        return grading.gradeSome();
    }

    @Scheduled(
            identity = "release-departed",
            every = "${meridian.follow-up.departures-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> releaseDeparted() {
        return departures.releaseAll();
    }
}
