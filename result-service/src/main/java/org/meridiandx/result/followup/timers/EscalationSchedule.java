package org.meridiandx.result.followup.timers;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Looks again and again for what is due, and for what is to be graded.
@ApplicationScoped
class EscalationSchedule {
    private final EscalationService escalation;
    private final GradingService grading;

    EscalationSchedule(EscalationService escalation, GradingService grading) {
        this.escalation = escalation;
        this.grading = grading;
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
}
