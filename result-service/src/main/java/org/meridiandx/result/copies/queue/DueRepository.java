package org.meridiandx.result.copies.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.meridiandx.result.resources.ResourceTree;

/// Reports whose recipients are to be found, and what is queued for those.
@ApplicationScoped
class DueRepository {
    /// A report of which a later version stands has a row of its own for that.
    private static final String CLAIM = """
            with due as (
                update copy_due set due_at = now() + interval '30 seconds'
                where (report_id, version) in (select report_id, version from copy_due
                    where due_at <= now() order by due_at limit $1 for update skip locked)
                returning report_id, version)
            select r.id, r.version, r.patient_id, r.order_id, r.performer, r.content_hash, r.content
            from due join diagnostic_report r on r.id = due.report_id and r.version = due.version""";
    private static final String FORGET_STALE = """
            delete from copy_due c using diagnostic_report r
            where c.report_id = r.id and (c.version < r.version or r.patient_id = '')""";
    private static final String LATER =
            "update copy_due set due_at = now() + make_interval(secs => $3) where report_id = $1 and version = $2";
    private static final String DONE = "delete from copy_due where report_id = $1 and version = $2";
    private static final String OVERTAKE = """
            update report_copy set state = 'overtaken', settled_at = now()
            where report_id = $1 and report_version < $2 and handed_at is null
                and state in ('waiting', 'dead', 'withheld')""";
    /// Who has an earlier version hears of this one, whoever is named now.
    private static final String QUEUE = """
            insert into report_copy
                (recipient, report_id, report_version, patient_id, performer, fingerprint, ground)
            select e.ods, $1, $2, $3, $4, $5, case when e.ods = any($6) then 'copy-to'
                when e.takes_own and e.ods = $7 then 'requester' else told.ground end
            from copy_endpoint e left join lateral (select c.ground, c.fingerprint from report_copy c
                where c.recipient = e.ods and c.report_id = $1 and (c.state = 'sent' or c.handed_at is not null)
                order by c.seq desc limit 1) told on true
            where e.ods <> $4 and (e.ods = any($6) or e.takes_own and e.ods = $7 or told.ground is not null)
                and told.fingerprint is distinct from $5
            order by e.ods on conflict do nothing""";
    private final Pool pool;

    DueRepository(Pool pool) {
        this.pool = pool;
    }

    /// Takes some for thirty seconds, those that wait longest first.
    Uni<List<DueReport>> claim(int most) {
        return pool.query(FORGET_STALE)
                .execute()
                .chain(() -> pool.preparedQuery(CLAIM).execute(Tuple.of(most)))
                .map(rows -> {
                    var found = new ArrayList<DueReport>(rows.size());
                    rows.forEach(row -> found.add(due(row)));
                    return found;
                });
    }

    private static DueReport due(Row row) {
        return new DueReport(
                row.getString(0),
                row.getInteger(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                ResourceTree.parse(row.getBuffer(6).getBytes()));
    }

    Uni<Void> later(DueReport report, Duration pause) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(report.id(), report.version(), pause.toMillis() / 1000.0))
                .replaceWithVoid();
    }

    /// Queues a copy for each recipient, and takes earlier versions that were not sent out of the
    /// queue.
    ///
    /// @param copies ODS codes of whom the order or the report names
    /// @param requester ODS code of who asked for it; may be empty
    Uni<Void> queue(DueReport report, Set<String> copies, String requester) {
        return pool.withTransaction(connection -> execute(connection, OVERTAKE, Tuple.of(report.id(), report.version()))
                .chain(() -> execute(connection, QUEUE, values(report, copies, requester)))
                .chain(() -> execute(connection, DONE, Tuple.of(report.id(), report.version()))));
    }

    private static Tuple values(DueReport report, Set<String> copies, String requester) {
        return Tuple.of(report.id(), report.version(), report.patientId(), report.performer(), report.fingerprint())
                .addArrayOfString(copies.toArray(String[]::new))
                .addString(requester);
    }

    private static Uni<Void> execute(SqlConnection connection, String sql, Tuple arguments) {
        return connection.preparedQuery(sql).execute(arguments).replaceWithVoid();
    }
}
