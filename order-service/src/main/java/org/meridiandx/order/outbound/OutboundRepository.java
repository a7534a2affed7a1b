package org.meridiandx.order.outbound;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of outbound_order as people look at them and settle them. Plain SQL: a queue is worked on by statements,
/// not kept as objects.
@ApplicationScoped
class OutboundRepository {
    private static final String LIST =
            "select seq, partner, order_id, control, state, cause, attempts, created_at, due_at, settled_at,"
                    + " discarded_by, discard_reason"
                    + " from outbound_order where ";
    private static final String FIRST = " order by seq limit $1";
    private static final String OPEN = "state in ('waiting', 'dead', 'held')";
    // Each half goes along an index of its own.
    private static final String OF_A_PARTY = """
            seq in ((select seq from outbound_order where requester = %1$s and %2$s order by seq limit $1)
                union all (select seq from outbound_order where partner = %1$s and %2$s order by seq limit $1))""";
    private static final String TO_SETTLE = """
            select seq, partner, order_id, patient_id, state from outbound_order
            where seq = $1 and ($2 = '' or requester = $2 or partner = $2) for update""";
    private static final String REPLAY = """
            update outbound_order set state = 'waiting', due_at = now(), settled_at = null, cause = '', answer = null
            where seq = $1 or (state = 'held' and order_id = $2 and partner = $3 and seq > $1
                and not exists (select from outbound_order d where d.order_id = $2 and d.partner = $3
                    and d.state = 'dead' and d.seq <> $1))""";
    private static final String DISCARD = """
            update outbound_order set state = 'discarded', settled_at = now(), discarded_by = $4, discard_reason = $5
            where seq = $1 or ($6 and state = 'held' and order_id = $2 and partner = $3 and seq > $1)""";
    private static final String RELEASE = """
            update outbound_order set state = 'waiting', due_at = now()
            where state = 'held' and order_id = $1 and partner = $2 and not exists (select from outbound_order d
                where d.order_id = $1 and d.partner = $2 and d.state = 'dead')""";
    private final Pool pool;

    OutboundRepository(Pool pool) {
        this.pool = pool;
    }

    /// A message as people see it: no patient, nothing of what is in it.
    ///
    /// @param settledAt when it was acknowledged, refused or discarded; empty before
    /// @param discardedBy who settled it in another way; empty for all others
    /// @param reason why it was discarded
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
            String settledAt,
            String discardedBy,
            String reason) {}

    /// A message that people settle.
    record Stuck(long seq, String partner, String orderId, String patientId, String state) {
        @Override
        public String toString() {
            return "Stuck[seq=" + seq + "]";
        }
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
                timeOf(row, 9),
                row.getString(10),
                row.getString(11));
    }

    private static String timeOf(Row row, int column) {
        return Optional.ofNullable(row.getOffsetDateTime(column))
                .map(time -> time.toInstant().toString())
                .orElse("");
    }

    /// @param organisation ODS code of a party; empty for all
    Uni<Optional<Stuck>> toSettle(SqlConnection connection, long seq, String organisation) {
        return connection
                .preparedQuery(TO_SETTLE)
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

    /// Takes a refused message out of the queue for good, it and why kept; those held behind it go on, or are
    /// discarded with it.
    Uni<Void> discard(SqlConnection connection, Stuck message, Discard why) {
        return connection
                .preparedQuery(DISCARD)
                .execute(Tuple.of(message.seq(), message.orderId(), message.partner(), why.by(), why.reason())
                        .addBoolean(why.isHeldToo()))
                .chain(() -> connection.preparedQuery(RELEASE).execute(Tuple.of(message.orderId(), message.partner())))
                .replaceWithVoid();
    }

    /// Why a message is not to be sent any more.
    ///
    /// @param by who says so
    /// @param reason in words
    /// @param isHeldToo whether that is so of those held behind it too
    record Discard(String by, String reason, boolean isHeldToo) {
        @Override
        public String toString() {
            return "Discard[by=" + by + "]";
        }
    }
}
