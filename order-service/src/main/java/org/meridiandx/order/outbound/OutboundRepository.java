package org.meridiandx.order.outbound;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of outbound_order, as they are written, looked at and replayed. Plain SQL: a queue is worked on by
/// statements, not kept as objects.
@ApplicationScoped
class OutboundRepository {
    private static final String UNWRITTEN = "select o.seq, o.control_id, o.control, o.created_at, o.patient_id,"
            + " h.content, " + Partner.COLUMNS + """
             from outbound_order o join outbound_partner p on p.ods = o.partner
                join service_request_history h on h.id = o.order_id and h.version = o.order_version
            where o.state = 'waiting' and o.payload is null order by o.seq limit $1""";
    private static final String WRITTEN =
            "update outbound_order set payload = $2 where seq = $1 and payload is null and state = 'waiting'";
    private static final String UNWRITABLE = """
            with unwritable as (
                update outbound_order set state = 'dead', settled_at = now(), cause = $2
                where seq = $1 and payload is null and state = 'waiting' returning seq, partner, order_id)
            update outbound_order behind set state = 'held' from unwritable
            where behind.order_id = unwritable.order_id and behind.partner = unwritable.partner
                and behind.state = 'waiting' and behind.seq > unwritable.seq""";
    private static final String LIST =
            "select seq, partner, order_id, control, state, cause, attempts, created_at, due_at, settled_at"
                    + " from outbound_order where ";
    private static final String FIRST = " order by seq limit $1";
    private static final String OPEN = "state in ('waiting', 'dead', 'held')";
    // Each half goes along an index of its own.
    private static final String OF_A_PARTY = """
            seq in ((select seq from outbound_order where requester = %1$s and %2$s order by seq limit $1)
                union all (select seq from outbound_order where partner = %1$s and %2$s order by seq limit $1))""";
    private static final String TO_REPLAY = """
            select seq, partner, order_id, patient_id, state from outbound_order
            where seq = $1 and ($2 = '' or requester = $2 or partner = $2) for update""";
    private static final String REPLAY = """
            update outbound_order set state = 'waiting', due_at = now(), settled_at = null, cause = '', answer = null
            where seq = $1 or (state = 'held' and order_id = $2 and partner = $3 and seq > $1
                and not exists (select from outbound_order d where d.order_id = $2 and d.partner = $3
                    and d.state = 'dead' and d.seq <> $1))""";
    private final Pool pool;

    OutboundRepository(Pool pool) {
        this.pool = pool;
    }

    /// A message that waits to be written.
    ///
    /// @param content the request as it was then
    record Unwritten(
            long seq,
            String controlId,
            String control,
            Instant changedAt,
            String patientId,
            byte[] content,
            Partner partner) {
        @Override
        public String toString() {
            return "Unwritten[seq=" + seq + "]";
        }
    }

    /// A message as people see it: no patient, nothing of what is in it.
    ///
    /// @param settledAt when it was acknowledged or refused; empty before
    record Message(
            long id,
            String partner,
            String orderId,
            String control,
            String state,
            String cause,
            int attempts,
            String createdAt,
            String dueAt,
            String settledAt) {}

    /// A message that is to be sent again.
    record Stuck(long seq, String partner, String orderId, String patientId, String state) {
        @Override
        public String toString() {
            return "Stuck[seq=" + seq + "]";
        }
    }

    Uni<List<Unwritten>> unwritten(int most) {
        return pool.preparedQuery(UNWRITTEN).execute(Tuple.of(most)).map(rows -> {
            var found = new ArrayList<Unwritten>(rows.size());
            rows.forEach(row -> found.add(unwritten(row)));
            return found;
        });
    }

    private static Unwritten unwritten(Row row) {
        return new Unwritten(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                row.getOffsetDateTime(3).toInstant(),
                row.getString(4),
                row.getBuffer(5).getBytes(),
                Partner.of(row, 6));
    }

    /// Keeps what is to be sent; the first of two replicas wins.
    Uni<Void> written(long seq, byte[] payload) {
        return pool.preparedQuery(WRITTEN)
                .execute(Tuple.of(seq, Buffer.buffer(payload)))
                .replaceWithVoid();
    }

    /// It stays for people, and those of the same order wait behind it.
    Uni<Void> unwritable(long seq, String cause) {
        return pool.preparedQuery(UNWRITABLE).execute(Tuple.of(seq, cause)).replaceWithVoid();
    }

    /// @param organisation ODS code of a party; empty for all
    /// @param state empty for all that are not settled
    Uni<List<Message>> list(String organisation, String state, int most) {
        var arguments = Tuple.of(most);
        var inState = state.isEmpty() ? OPEN : "state = " + bind(arguments, state);
        var wanted = organisation.isEmpty() ? inState : OF_A_PARTY.formatted(bind(arguments, organisation), inState);
        return pool.preparedQuery(LIST + wanted + FIRST).execute(arguments).map(rows -> {
            var found = new ArrayList<Message>(rows.size());
            rows.forEach(row -> found.add(message(row)));
            return found;
        });
    }

    private static String bind(Tuple arguments, String value) {
        return "$" + arguments.addString(value).size();
    }

    private static Message message(Row row) {
        return new Message(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInteger(6),
                timeOf(row, 7),
                timeOf(row, 8),
                timeOf(row, 9));
    }

    private static String timeOf(Row row, int column) {
        return Optional.ofNullable(row.getOffsetDateTime(column))
                .map(time -> time.toInstant().toString())
                .orElse("");
    }

    /// @param organisation ODS code of a party; empty for all
    Uni<Optional<Stuck>> toReplay(SqlConnection connection, long seq, String organisation) {
        return connection
                .preparedQuery(TO_REPLAY)
                .execute(Tuple.of(seq, organisation))
                .map(rows -> {
                    var found = rows.iterator();
                    return found.hasNext() ? Optional.of(stuck(found.next())) : Optional.empty();
                });
    }

    private static Stuck stuck(Row row) {
        return new Stuck(row.getLong(0), row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }

    /// Lets a refused message wait again, and those of its order behind it.
    Uni<Void> replay(SqlConnection connection, Stuck message) {
        return connection
                .preparedQuery(REPLAY)
                .execute(Tuple.of(message.seq(), message.orderId(), message.partner()))
                .replaceWithVoid();
    }
}
