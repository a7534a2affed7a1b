package org.meridiandx.order.progress;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.order.progress.OrderFact.Kind;

/// Rows of waiting_fact. Plain SQL: each report without an order of this region passes here, and is
/// written once and never loaded as an object.
@ApplicationScoped
class WaitingFactRepository {
    static final int MOST = 200;
    private static final String COLUMNS =
            "topic, event_id, kind, subject_id, order_id, accession, filler, placer, patient_id, code, labels";
    private static final String KEEP = "insert into waiting_fact (" + COLUMNS
            + ") values ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''), nullif($7, ''), nullif($8, ''), $9, $10, $11)"
            + " on conflict do nothing";
    private static final String SETTLE = "delete from waiting_fact where topic = ?1 and event_id = ?2";
    private static final String FACT_COLUMNS = "f." + COLUMNS.replace(", ", ", f.");
    // From each order of late into one index a number: never through all that waits.
    private static final String ARRIVED = "select distinct " + FACT_COLUMNS + ", f.received_at from service_request r"
            + " cross join lateral (select * from waiting_fact where accession = r.accession_number"
            + " union all select * from waiting_fact where filler = r.filler_number"
            + " union all select * from waiting_fact where placer = r.placer_number) f"
            + " where r.last_updated >= $1 and (f.patient_id = ''"
            + " or coalesce((select s.patient_id from patient_standing s where s.recorded_patient_id = f.patient_id),"
            + " f.patient_id) = coalesce((select s.patient_id from patient_standing s"
            + " where s.recorded_patient_id = r.recorded_patient_id), r.patient_id))"
            + " order by f.received_at limit " + MOST;
    private static final String DROP = "delete from waiting_fact where topic = $1 and event_id = $2";
    private static final String FORGET = "delete from waiting_fact where received_at < $1";
    private final Pool pool;

    WaitingFactRepository(Pool pool) {
        this.pool = pool;
    }

    /// Keeps a fact; one that is kept already stays as it is.
    Uni<Void> keep(OrderFact fact) {
        var row = new ArrayList<Object>(List.of(
                fact.topic(),
                fact.eventId(),
                fact.kind().name(),
                fact.subjectId(),
                fact.orderId(),
                fact.accession(),
                fact.filler(),
                fact.placer(),
                fact.patientId(),
                fact.code(),
                fact.labels().stream().map(SecurityLabels.Label::toString).toArray(String[]::new)));
        return pool.preparedQuery(KEEP).execute(Tuple.from(row)).replaceWithVoid();
    }

    /// Facts whose orders were written since a time, in the order in which they were told.
    Uni<List<OrderFact>> arrivedSince(Instant time) {
        return pool.preparedQuery(ARRIVED)
                .execute(Tuple.of(time.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var facts = new ArrayList<OrderFact>(rows.size());
                    rows.forEach(row -> facts.add(factOf(row)));
                    return facts;
                });
    }

    Uni<Void> settle(Mutiny.Session session, OrderFact fact) {
        return session.createNativeQuery(SETTLE)
                .setParameter(1, fact.topic())
                .setParameter(2, fact.eventId())
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Void> drop(OrderFact fact) {
        return pool.preparedQuery(DROP)
                .execute(Tuple.of(fact.topic(), fact.eventId()))
                .replaceWithVoid();
    }

    /// Forgets what has waited longer than that: most such results were never ordered here.
    Uni<Void> forget(Instant now, Duration retention) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(now.minus(retention).atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static OrderFact factOf(Row row) {
        return new OrderFact(
                Kind.valueOf(row.getString(2)),
                row.getString(0),
                row.getString(1),
                row.getString(3),
                textOf(row, 4),
                textOf(row, 5),
                textOf(row, 6),
                textOf(row, 7),
                row.getString(8),
                row.getString(9),
                SecurityLabels.parse(row.getArrayOfStrings(10)));
    }

    private static String textOf(Row row, int column) {
        var text = row.getString(column);
        return text == null ? "" : text;
    }
}
