package org.meridiandx.order.outbound.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.order.outbound.wire.Partner;

/// Rows of outbound_order that are to be written.
@ApplicationScoped
class UnwrittenRepository {
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
    private final Pool pool;

    UnwrittenRepository(Pool pool) {
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
}
