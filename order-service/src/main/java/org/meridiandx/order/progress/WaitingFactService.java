package org.meridiandx.order.progress;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.meridiandx.order.progress.ProgressService.Effect;

/// Gives facts that came before their orders their effect, soon after the order is there.
///
/// It looks at the orders of late, not at the facts: most facts that wait belong to no order of this
/// region and never will.
@ApplicationScoped
class WaitingFactService {
    /// Longer than any transaction that writes an order, and than any outage that nobody notices.
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final Duration FIRST_LOOK = Duration.ofDays(1);
    private final WaitingFactRepository waiting;
    private final ProgressService progress;
    private final WaitingFactConfig config;
    private final Clock clock;
    private volatile Instant looked;

    WaitingFactService(WaitingFactRepository waiting, ProgressService progress, WaitingFactConfig config, Clock clock) {
        this.waiting = waiting;
        this.progress = progress;
        this.config = config;
        this.clock = clock;
        this.looked = clock.instant().minus(FIRST_LOOK);
    }

    @Scheduled(every = "${meridian.orders.catch-up-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        var now = clock.instant();
        return waiting.arrivedSince(looked)
                .chain(this::takeAll)
                .invoke(taken -> looked = taken.size() < WaitingFactRepository.MOST ? now.minus(OVERLAP) : looked)
                .replaceWithVoid();
    }

    private Uni<List<Effect>> takeAll(List<OrderFact> facts) {
        return Multi.createFrom()
                .iterable(facts)
                .onItem()
                .transformToUniAndConcatenate(this::take)
                .collect()
                .asList();
    }

    /// What names several orders would be found again at each look, and enough of it would hide the rest.
    private Uni<Effect> take(OrderFact fact) {
        return progress.take(fact)
                .call(effect -> effect == Effect.AMBIGUOUS_ORDER
                        ? waiting.drop(fact)
                        : Uni.createFrom().voidItem());
    }

    @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return waiting.forget(clock.instant(), config.waitingFactRetention());
    }
}
