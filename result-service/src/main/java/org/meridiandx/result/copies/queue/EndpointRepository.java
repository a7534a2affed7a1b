package org.meridiandx.result.copies.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.result.copies.outlet.CopyConfig;

/// Whose turn it is. A recipient is leased by moving its due time behind the longest time that a
/// step takes; what a replica that is killed was about to send is sent again, with the same control
/// id.
@ApplicationScoped
class EndpointRepository {
    private static final String CLAIM = """
            update copy_endpoint set lease = lease + 1, due_at = now() + make_interval(secs => $2)
            where ods in (select e.ods from copy_endpoint e
                where e.due_at <= now() and exists (select from report_copy c
                    where c.recipient = e.ods and c.state = 'waiting' and c.due_at <= now())
                order by e.due_at limit $1 for update skip locked)
            returning ods, lease""";
    private static final String RENEW = """
            update copy_endpoint set due_at = now() + make_interval(secs => $3) where ods = $1 and lease = $2
            returning\s""" + CopyEndpoint.COLUMNS;
    private static final String LATER = """
            update copy_endpoint set due_at = now() + make_interval(secs => $3),
                failures = case when $4 = '' then 0 else failures + 1 end, cause = $4
            where ods = $1 and lease = $2""";
    /// Connecting and the handshake may each take as long as the answer.
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Pool pool;
    private final double leaseSeconds;

    EndpointRepository(Pool pool, CopyConfig config) {
        this.pool = pool;
        this.leaseSeconds = seconds(config.timeout().multipliedBy(3).plus(MARGIN));
    }

    /// One recipient, for as long as a step takes.
    record Lease(String ods, long number) {}

    /// Takes recipients that are due, those that wait longest first.
    Uni<List<Lease>> claim(int most) {
        return pool.preparedQuery(CLAIM).execute(Tuple.of(most, leaseSeconds)).map(rows -> {
            var found = new ArrayList<Lease>(rows.size());
            rows.forEach(row -> found.add(new Lease(row.getString(0), row.getLong(1))));
            return found;
        });
    }

    /// The recipient as it stands now, for one more step; empty where it is another's by now, or
    /// gone.
    Uni<Optional<CopyEndpoint>> renew(Lease lease) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(lease.ods(), lease.number(), leaseSeconds))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(CopyEndpoint.of(rows.iterator().next()))
                        : Optional.empty());
    }

    /// Gives it back.
    ///
    /// @param cause why it could not be reached; empty where it could
    Uni<Void> release(Lease lease, Duration pause, String cause) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(lease.ods(), lease.number(), seconds(pause), cause))
                .replaceWithVoid();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
