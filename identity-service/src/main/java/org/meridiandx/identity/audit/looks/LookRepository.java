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
    private static final String PAGE = """
            select e.id, e.recorded, e.last_updated, e.role, e.purpose, e.action, e.interaction, e.outcome,
                e.resource_type, coalesce(o.name, e.organisation) as organisation
            from audit_event e left join organisation o on o.ods_code = e.organisation
            where e.patient_id = $1 and (e.last_updated, e.id) < ($2, $3)
            order by e.last_updated desc, e.id desc limit $4""";
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
