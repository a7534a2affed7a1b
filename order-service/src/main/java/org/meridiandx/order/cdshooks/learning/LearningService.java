package org.meridiandx.order.cdshooks.learning;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.order.justification.JustificationService;

/// Keeps what was shown and what came of it, and counts.
@ApplicationScoped
public class LearningService {
    private static final Logger LOG = Logger.getLogger(LearningService.class);
    private static final String UNKNOWN = "unknown";

    private final GuidanceEventRepository events;
    private final JustificationService justifications;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Duration retention;

    LearningService(
            GuidanceEventRepository events,
            JustificationService justifications,
            MeterRegistry meters,
            Clock clock,
            @ConfigProperty(name = "meridian.guidance-events.retention", defaultValue = "400d") Duration retention) {
        this.events = events;
        this.justifications = justifications;
        this.meters = meters;
        this.clock = clock;
        this.retention = retention;
    }

    /// Notes what an answer is going to show. Never fails: advice that cannot be counted is better
    /// than none.
    public Uni<Void> shown(Shown.Call call, List<Shown> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        all.forEach(shown -> meters.counter(
                        "meridian_guidance_shown",
                        "kind",
                        shown.what().kind(),
                        "rule",
                        shown.what().rule())
                .increment());
        return events.add(call, all, clock.instant()).onFailure().recoverWithUni(away -> {
            LOG.warnf("what was shown could not be kept: %s", away.getClass().getSimpleName());
            meters.counter("meridian_guidance_not_kept").increment(all.size());
            return Uni.createFrom().voidItem();
        });
    }

    /// Notes what came of cards. Safe to repeat; a card that is not known, or was shown to another
    /// client, is counted and passed over.
    public Uni<Void> learn(String clientId, List<Feedback> all) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(feedback -> events.settle(clientId, feedback)
                        .invoke(this::count)
                        .invoke(settled -> settled.ifPresent(this::countAvoided))
                        .call(settled -> keep(feedback, settled.isPresent())))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /// With the requests that it was shown of it stays longer than here.
    private Uni<Void> keep(Feedback feedback, boolean isSettled) {
        return isSettled
                ? justifications.settled(feedback.card())
                : Uni.createFrom().voidItem();
    }

    /// Deletes what was shown longer ago than anybody counts.
    @Scheduled(every = "1h", delayed = "3m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        var before = clock.instant().minus(retention);
        return Multi.createBy()
                .repeating()
                .uni(() -> events.forget(before))
                .whilst(deleted -> deleted == GuidanceEventRepository.BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /// What was spared, once for each card: told again, it is the same.
    private void countAvoided(GuidanceEventRepository.Settled settled) {
        if (settled.isAvoided()) {
            settled.avoidable()
                    .millisieverts()
                    .ifPresent(dose -> meters.counter("meridian_guidance_avoided_millisieverts", "rule", settled.rule())
                            .increment(dose.doubleValue()));
            settled.avoidable()
                    .pounds()
                    .ifPresent(cost -> meters.counter("meridian_guidance_avoided_pounds", "rule", settled.rule())
                            .increment(cost.doubleValue()));
        }
    }

    private void count(Optional<GuidanceEventRepository.Settled> settled) {
        meters.counter(
                        "meridian_guidance_outcomes",
                        "kind",
                        settled.map(GuidanceEventRepository.Settled::kind).orElse(UNKNOWN),
                        "rule",
                        settled.map(GuidanceEventRepository.Settled::rule).orElse(UNKNOWN),
                        "outcome",
                        settled.map(GuidanceEventRepository.Settled::outcome).orElse(UNKNOWN))
                .increment();
    }
}
