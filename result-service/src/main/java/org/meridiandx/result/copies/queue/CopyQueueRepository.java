package org.meridiandx.result.copies.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/// The queue as its lanes work on it. Of each patient only the first one waiting is given out, and
/// of each report, whose patient may be another since a merge.
@ApplicationScoped
class CopyQueueRepository {
    private static final String NEXT = """
            select c.seq, c.control_id, c.report_id, c.report_version, c.ground, c.attempts, c.handed_at is not null,
                exists (select from report_copy e where e.recipient = c.recipient and e.report_id = c.report_id
                    and e.seq < c.seq and (e.state = 'sent' or e.tried_at is not null)), c.created_at
            from report_copy c
            where c.recipient = $1 and c.state = 'waiting' and c.due_at <= now()
                and not exists (select from report_copy e where e.recipient = c.recipient
                    and e.patient_id = c.patient_id and e.state = 'waiting' and e.seq < c.seq)
                and not exists (select from report_copy e where e.report_id = c.report_id
                    and e.recipient = c.recipient and e.state = 'waiting' and e.seq < c.seq)
            order by c.seq limit 1""";
    /// Before it leaves: an answer may be lost, or we may be killed before it is noted.
    private static final String TRY = """
            update report_copy set tried_at = coalesce(tried_at, now()) where seq = $1 and state = 'waiting'
            returning seq""";
    /// What was under way while a later version came was sent all the same: that one is a
    /// correction of it. Who refuses it does not have it.
    private static final String SETTLE = """
            update report_copy set state = $2, settled_at = now(), cause = $3,
                tried_at = case when $2 = 'dead' then null else tried_at end
            where seq = $1 and (state = 'waiting' or state = 'overtaken' and $2 = 'sent')""";
    /// The version that stands may have been left out because this one was to say the same.
    private static final String OVERTAKE = """
            with settled as (
                update report_copy set state = 'overtaken', settled_at = now(), cause = ''
                where seq = $1 and state = 'waiting' returning report_id)
            insert into copy_due (report_id, version)
            select r.id, r.version from settled join diagnostic_report r on r.id = settled.report_id
            where r.patient_id <> '' on conflict do nothing""";
    private static final String AGAIN = """
            update report_copy set attempts = attempts + 1, due_at = now() + make_interval(secs => $2), cause = $3
            where seq = $1 and state = 'waiting'""";
    private static final String HANDED = """
            update report_copy set attempts = attempts + 1, due_at = now() + make_interval(secs => $2), cause = $3,
                handed_at = coalesce(handed_at, now())
            where seq = $1 and state = 'waiting'""";
    private final Pool pool;

    CopyQueueRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<QueuedCopy>> next(String recipient) {
        return pool.preparedQuery(NEXT).execute(Tuple.of(recipient)).map(rows -> {
            if (!rows.iterator().hasNext()) {
                return Optional.empty();
            }
            var row = rows.iterator().next();
            return Optional.of(new QueuedCopy(
                    row.getLong(0),
                    row.getString(1),
                    row.getString(2),
                    row.getInteger(3),
                    row.getString(4),
                    row.getInteger(5),
                    row.getBoolean(6),
                    row.getBoolean(7),
                    row.getOffsetDateTime(8).toInstant()));
        });
    }

    /// Notes that it is about to be sent: from now on the recipient may have it.
    ///
    /// @return false where a later version came meanwhile: it is not to be sent
    Uni<Boolean> tried(QueuedCopy copy) {
        return pool.preparedQuery(TRY).execute(Tuple.of(copy.seq())).map(rows -> rows.size() > 0);
    }

    /// It is not what stands any more: whom what stands goes to is looked for again.
    Uni<Void> overtaken(QueuedCopy copy) {
        return pool.preparedQuery(OVERTAKE).execute(Tuple.of(copy.seq())).replaceWithVoid();
    }

    /// @param state sent, dead or withheld
    Uni<Void> settle(QueuedCopy copy, String state, String cause) {
        return pool.preparedQuery(SETTLE)
                .execute(Tuple.of(copy.seq(), state, cause))
                .replaceWithVoid();
    }

    /// It is to be sent again after a pause.
    Uni<Void> again(QueuedCopy copy, Duration pause, String cause) {
        return pool.preparedQuery(AGAIN)
                .execute(Tuple.of(copy.seq(), pause.toMillis() / 1000.0, cause))
                .replaceWithVoid();
    }

    /// It was handed over; after a pause it is looked whether it is acknowledged.
    Uni<Void> handed(QueuedCopy copy, Duration pause) {
        return pool.preparedQuery(HANDED)
                .execute(Tuple.of(copy.seq(), pause.toMillis() / 1000.0, "handed over, not acknowledged yet"))
                .replaceWithVoid();
    }
}
