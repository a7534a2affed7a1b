package org.meridiandx.order.unmatched;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/// Rows of unmatched_order. Plain SQL: a queue is claimed and settled by statements, not kept as objects.
@ApplicationScoped
class UnmatchedOrderRepository {
    private static final String INSERT = """
            insert into unmatched_order (id, order_id, message_id, sender, organisation, reason, nhs_number,
                identifiers, birth_date, received_at, tried_at)
            values (?1, nullif(?2, ''), ?3, ?4, ?5, ?6, nullif(?7, ''), ?8, ?9, now(), now())""";
    private static final String COLUMNS = "id, order_id, message_id, sender, organisation, reason, nhs_number,"
            + " identifiers, birth_date, received_at";
    private static final String DUE = "update unmatched_order set tried_at = now() where id in ("
            + "select id from unmatched_order where settled_at is null and order_id is not null and reason <> 'no-performer'"
            + " and ($1 = '' or nhs_number = $1) order by tried_at limit $2 for update skip locked) returning "
            + COLUMNS;
    private static final String WAITING = "select " + COLUMNS + " from unmatched_order where settled_at is null"
            + " and ($1 = '' or organisation = $1) order by received_at limit $2";
    private static final String SETTLE =
            "update unmatched_order set settled_at = now() where settled_at is null and id = ?1";
    private static final String SETTLE_GIVEN = """
            update unmatched_order w set settled_at = now() from service_request r
            where w.settled_at is null and w.reason = 'no-performer' and r.id = w.order_id
                and (r.performer <> '' or r.status not in ('active', 'on-hold'))""";
    private final Pool pool;

    UnmatchedOrderRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> add(Mutiny.Session session, UnmatchedOrder order) {
        return session.createNativeQuery(INSERT)
                .setParameter(1, order.id())
                .setParameter(2, order.orderId())
                .setParameter(3, order.messageId())
                .setParameter(4, order.sender())
                .setParameter(5, order.organisation())
                .setParameter(6, order.reason())
                .setParameter(7, order.nhsNumber())
                .setParameter(8, order.identifiersJson())
                .setParameter(9, order.patient().birthDate())
                .executeUpdate()
                .replaceWithVoid();
    }

    /// Claims the orders that have waited longest since the last try; of one patient where an NHS
    /// number is given.
    Uni<List<UnmatchedOrder>> due(String nhsNumber, int limit) {
        return pool.preparedQuery(DUE).execute(Tuple.of(nhsNumber, limit)).map(UnmatchedOrderRepository::ordersOf);
    }

    /// The queue as people see it, oldest first; of one organisation, or all.
    Uni<List<UnmatchedOrder>> waiting(String organisation, int limit) {
        return pool.preparedQuery(WAITING)
                .execute(Tuple.of(organisation, limit))
                .map(UnmatchedOrderRepository::ordersOf);
    }

    Uni<Void> settle(Mutiny.Session session, String id) {
        return session.createNativeQuery(SETTLE)
                .setParameter(1, id)
                .executeUpdate()
                .replaceWithVoid();
    }

    /// Takes off the queue what has a performer by now, or is not to be done any more.
    Uni<Void> settleGiven() {
        return pool.query(SETTLE_GIVEN).execute().replaceWithVoid();
    }

    private static List<UnmatchedOrder> ordersOf(RowSet<Row> rows) {
        var orders = new ArrayList<UnmatchedOrder>(rows.size());
        rows.forEach(row -> orders.add(new UnmatchedOrder(
                row.getString(0),
                textOf(row, 1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                textOf(row, 6),
                UnmatchedOrder.identifiersOf(row.getString(7), row.getString(8)),
                row.getOffsetDateTime(9).toInstant())));
        return orders;
    }

    private static String textOf(Row row, int column) {
        var text = row.getString(column);
        return text == null ? "" : text;
    }
}
