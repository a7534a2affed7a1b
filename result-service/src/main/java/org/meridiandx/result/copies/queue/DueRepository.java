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
    /// A report of which a later version stands has a row of its own for that, and one whose patient
    /// is not known will have one: theirs are forgotten.
    private static final String CLAIM = """
            with taken as materialized (
                select report_id, version from copy_due where due_at <= now() order by due_at limit $1
                for update skip locked),
            stale as (
                delete from copy_due c using taken t, diagnostic_report r
                where c.report_id = t.report_id and c.version = t.version
                    and r.id = t.report_id and (t.version < r.version or r.patient_id = '')),
            due as (
                update copy_due c set due_at = now() + interval '30 seconds'
                from taken t join diagnostic_report r on r.id = t.report_id
                where c.report_id = t.report_id and c.version = t.version
                    and t.version = r.version and r.patient_id <> ''
                returning c.report_id, c.noted_at)
            select r.id, r.version, r.patient_id, r.order_id, r.performer, r.content_hash, r.content
            from due join diagnostic_report r on r.id = due.report_id
            order by due.noted_at, r.id""";
    private static final String LATER =
            "update copy_due set due_at = now() + make_interval(secs => $3) where report_id = $1 and version = $2";
    private static final String DONE = "delete from copy_due where report_id = $1 and version = $2";
    private static final String OVERTAKE = """
            update report_copy set state = 'overtaken', settled_at = now()
            where report_id = $1 and report_version < $2
                and (state in ('dead', 'withheld') or state = 'waiting' and handed_at is null)""";
    /// Who has an earlier version, or may have it, hears of this one, whoever is named now; but not
    /// where what they have says the same.
    private static final String QUEUE = """
            insert into report_copy
                (recipient, report_id, report_version, patient_id, performer, fingerprint, ground)
            select e.ods, $1, $2, $3, $4, $5, case when e.ods = any($6) then 'copy-to'
                when e.takes_own and e.ods = $7 then 'requester' else told.ground end
            from copy_endpoint e left join lateral (select c.ground, c.fingerprint = $5
                    and (c.state = 'sent' or c.state = 'waiting' and c.handed_at is not null) as is_same
                from report_copy c
                where c.recipient = e.ods and c.report_id = $1 and (c.state = 'sent' or c.tried_at is not null)
                order by c.seq desc limit 1) told on true
            where e.ods <> $4 and (e.ods = any($6) or e.takes_own and e.ods = $7 or told.ground is not null)
                and told.is_same is not true
            order by e.ods on conflict do nothing""";
    private final Pool pool;

    DueRepository(Pool pool) {
        this.pool = pool;
    }

    /// Takes some for thirty seconds, those that wait longest first, in the order that they came.
    Uni<List<DueReport>> claim(int most) {
        return pool.preparedQuery(CLAIM).execute(Tuple.of(most)).map(rows -> {
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
