package org.meridiandx.identity.audit.looks;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Plain SQL: one page of a patient's entries with the names of the organisations, in one query.
@ApplicationScoped
class LookRepository {
    /// Entries name the record as it was known then: one page of each record of the person, and of
    /// these the newest.
    private static final String PAGE = """
            with kin as (
                select $1::text as id
                union
                select k.id from patient p join patient k on k.patient_id = p.patient_id where p.id = $1),
            page as (
                select e.* from kin cross join lateral (
                    select * from audit_event a
                    where a.patient_id = kin.id and (a.last_updated, a.id) < ($2, $3)
                    order by a.last_updated desc, a.id desc limit $4) e
                order by e.last_updated desc, e.id desc limit $4)
            select e.id, e.recorded, e.last_updated, e.role, e.purpose, e.action, e.interaction, e.outcome,
                e.resource_type, coalesce(o.name, e.organisation) as organisation
            from page e left join organisation o on o.ods_code = e.organisation
            order by e.last_updated desc, e.id desc""";
    private final Pool pool;

    LookRepository(Pool pool) {
        this.pool = pool;
    }

    /// The newest looks before a place in the list.
    Uni<List<Look>> page(String patientId, Instant before, String beforeId, int count) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(patientId, before.atOffset(ZoneOffset.UTC), beforeId, count))
                .map(rows -> {
                    var looks = new ArrayList<Look>(rows.size());
                    rows.forEach(row -> looks.add(lookOf(row)));
                    return looks;
                });
    }

    private static Look lookOf(Row row) {
        return new Look(
                row.getString("id"),
                row.getOffsetDateTime("recorded").toInstant(),
                row.getOffsetDateTime("last_updated").toInstant(),
                row.getString("organisation"),
                row.getString("role"),
                row.getString("purpose"),
                row.getString("action"),
                row.getString("interaction"),
                row.getString("outcome"),
                row.getString("resource_type"));
    }
}
