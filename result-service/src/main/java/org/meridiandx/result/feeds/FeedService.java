package org.meridiandx.result.feeds;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Writes down what was counted, and sees who has fallen silent.
@ApplicationScoped
class FeedService {
    private static final Logger LOG = Logger.getLogger(FeedService.class);
    private final Pool pool;
    private final FeedRepository repository;
    private final FeedMeter meter;
    private final Clock clock;
    private final AtomicLong silent;

    FeedService(Pool pool, FeedRepository repository, FeedMeter meter, Clock clock, MeterRegistry metrics) {
        this.pool = pool;
        this.repository = repository;
        this.meter = meter;
        this.clock = clock;
        this.silent = metrics.gauge("meridian.feeds.silent", new AtomicLong());
    }

    @Scheduled(
            identity = "feeds",
            every = "{meridian.feeds.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> flush() {
        var taken = meter.take();
        return taken.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.withTransaction(connection -> repository.add(connection, taken))
                        .onFailure()
                        .invoke(ignored -> meter.putBack(taken));
    }

    /// Each replica looks; that both see the same does no harm.
    @Scheduled(
            identity = "silent-feeds",
            every = "{meridian.feeds.silence-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> lookForSilence() {
        return flush().chain(() -> repository.forgetOld(pool))
                .chain(() -> repository.standings(pool, clock.instant()))
                .chain(this::mark);
    }

    private Uni<Void> mark(List<FeedRepository.Standing> standings) {
        silent.set(standings.stream().filter(FeedRepository.Standing::isSilent).count());
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var feed : standings) {
            var isSilent = feed.isSilent();
            if (isSilent != feed.silentSince().isPresent()) {
                var since = isSilent ? Optional.of(clock.instant()) : Optional.<java.time.Instant>empty();
                LOG.warnf("feed %s %s", feed.sender(), isSilent ? "has fallen silent" : "is heard again");
                all = all.chain(() -> repository.mark(pool, feed.sender(), since));
            }
        }
        return all;
    }

    Uni<List<Feed>> list(FeedRepository.Page page) {
        return flush().chain(() -> repository.list(pool, page, clock.instant()));
    }
}
