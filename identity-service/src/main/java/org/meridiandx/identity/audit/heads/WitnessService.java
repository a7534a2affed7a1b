package org.meridiandx.identity.audit.heads;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/// Keeps the ends of other regions' logs, so that those who keep a log cannot cut it in secret.
///
/// It uses the PostgreSQL client, as the log does: two statements for each head.
@ApplicationScoped
public class WitnessService {
    private static final Logger LOG = Logger.getLogger(WitnessService.class);
    private final Pool pool;
    private final WitnessRepository repository;
    private final Clock clock;
    private final MeterRegistry metrics;

    WitnessService(Pool pool, WitnessRepository repository, Clock clock, MeterRegistry metrics) {
        this.pool = pool;
        this.repository = repository;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// Keeps a head; one that contradicts an earlier one is kept too and raises the alarm. Safe to
    /// repeat.
    ///
    /// The signature is not checked here, where that region's keys may be out of reach: it is kept
    /// with the head, and checked by whoever verifies that log.
    Uni<Void> keep(TreeHead head, String signed) {
        var now = clock.instant();
        var seen = new WitnessedHead(head, signed, now, now);
        return repository
                .contradicting(pool, head)
                .invoke(found -> found.ifPresent(other -> warn(other, head)))
                .chain(() -> repository.keep(pool, seen));
    }

    /// The largest heads of a region that are smaller than `below`.
    public Uni<List<WitnessedHead>> newest(String region, long below, int count) {
        return repository.newest(pool, region, below, count);
    }

    private void warn(WitnessedHead other, TreeHead head) {
        metrics.counter("audit_heads_contradicting", "region", head.region()).increment();
        LOG.errorf(
                "the audit log of region %s contradicts itself: %d entries were told before, %d now",
                head.region(), (Object) other.head().size(), head.size());
    }
}
