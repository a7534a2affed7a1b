package org.meridiandx.result.subscriptions.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whose turn it is, and how it went. Plain statements, as all of this service: see the package `filing`.
///
/// A subscriber is leased by moving its due time behind the longest time that a step takes; what a replica that is
/// killed was about to say is said again, under the same numbers.
@ApplicationScoped
class DeliveryRepository {
    private static final String LEASE_END = "now() + make_interval(secs => timeout_seconds + 30)";
    private static final String CLAIM = """
            update subscription set lease = lease + 1, due_at = %s
            where id in (select s.id from subscription s
                where s.status <> 'off' and s.due_at <= now() and (s.ends_at is null or s.ends_at > now())
                    and (s.handshake_due or s.heartbeat_at <= now() or exists (select from subscription_event e
                        where e.subscription_id = s.id and e.state = 'waiting'))
                order by s.due_at limit $1 for update skip locked)
            returning id, lease""".formatted(LEASE_END);
    private static final String RENEW = """
            update subscription set due_at = %s where id = $1 and lease = $2 and status <> 'off'
            returning %s""".formatted(LEASE_END, Subscriber.COLUMNS);
    private static final String DONE = """
            update subscription set failures = 0, cause = '',
                status = case when status = 'error' then 'active' else status end,
                heartbeat_at = case when heartbeat_seconds = 0 then 'infinity'
                    else now() + make_interval(secs => heartbeat_seconds) end
            where id = $1 and lease = $2 and status <> 'off'""";
    private static final String SHAKEN = """
            update subscription set handshake_due = false, status = 'active', failures = 0, cause = '',
                started_at = coalesce(started_at, now()),
                heartbeat_at = case when heartbeat_seconds = 0 then 'infinity'
                    else now() + make_interval(secs => heartbeat_seconds) end
            where id = $1 and lease = $2 and status <> 'off'""";
    private static final String FAILED = """
            update subscription set failures = failures + 1, cause = $3,
                status = case when handshake_due or failures + 1 >= $4 then 'error' else status end,
                due_at = now() + make_interval(secs => $5)
            where id = $1 and lease = $2 and status <> 'off'""";
    private static final String LATER = """
            update subscription set due_at = now() + make_interval(secs => $3) where id = $1 and lease = $2""";
    private static final String RELEASE = """
            update subscription set due_at = now() where id = $1 and lease = $2
            returning exists (select from subscription_event e
                where e.subscription_id = subscription.id and e.state = 'waiting')""";
    private final Pool pool;

    DeliveryRepository(Pool pool) {
        this.pool = pool;
    }

    /// One subscriber, for as long as a step takes.
    record Lease(String id, long number) {}

    /// Takes subscribers that are due, those that wait longest first.
    Uni<List<Lease>> claim(int most) {
        return pool.preparedQuery(CLAIM).execute(Tuple.of(most)).map(rows -> {
            var found = new ArrayList<Lease>(rows.size());
            rows.forEach(row -> found.add(new Lease(row.getString(0), row.getLong(1))));
            return found;
        });
    }

    /// The subscriber as it stands now, for one more step; empty where it is another's by now, or off.
    Uni<Optional<Subscriber>> renew(Lease lease) {
        return execute(RENEW, Tuple.of(lease.id(), lease.number()))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(Subscriber.of(rows.iterator().next()))
                        : Optional.empty());
    }

    /// It has what it was told.
    Uni<Void> done(Lease lease) {
        return execute(DONE, Tuple.of(lease.id(), lease.number())).replaceWithVoid();
    }

    /// It answered the handshake: from now on events are kept for it.
    Uni<Void> shaken(Lease lease) {
        return execute(SHAKEN, Tuple.of(lease.id(), lease.number())).replaceWithVoid();
    }

    /// @param failuresUntilError after so many in a row the status says so
    Uni<Void> failed(Lease lease, String cause, int failuresUntilError, Duration pause) {
        return execute(FAILED, Tuple.of(lease.id(), lease.number(), cause, failuresUntilError, seconds(pause)))
                .replaceWithVoid();
    }

    /// It is not its fault.
    Uni<Void> later(Lease lease, Duration pause) {
        return execute(LATER, Tuple.of(lease.id(), lease.number(), seconds(pause)))
                .replaceWithVoid();
    }

    /// @return whether there is more to tell
    Uni<Boolean> release(Lease lease) {
        return execute(RELEASE, Tuple.of(lease.id(), lease.number()))
                .map(rows -> rows.iterator().hasNext() && rows.iterator().next().getBoolean(0));
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
