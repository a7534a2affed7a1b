package org.meridiandx.order.outbound.queue;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.partners.PartnerAddress;

/// The queue as the relay works on it. Plain JDBC, as its threads are plain: a socket is waited for.
///
/// A message is leased by moving its due time behind the longest time that sending takes; a relay that is
/// killed leaves it to be sent again, with the same bytes. Of each patient only the first one waiting is
/// given out, and of each order, whose patient may be another since a merge.
@ApplicationScoped
class OutboundQueue {
    private static final String PARTNERS = "select ods from outbound_partner";
    private static final String ADDRESS = "select host, port, tls from outbound_partner where ods = ?";
    private static final String CLAIM = """
            update outbound_order set attempts = attempts + 1, due_at = now() + make_interval(secs => ?)
            where seq = (select c.seq from outbound_order c
                where c.partner = ? and c.state = 'waiting' and c.payload is not null and c.due_at <= now()
                    and not exists (select from outbound_order e where e.partner = c.partner
                        and e.patient_id = c.patient_id and e.state = 'waiting' and e.seq < c.seq)
                    and not exists (select from outbound_order e where e.order_id = c.order_id
                        and e.partner = c.partner and e.state = 'waiting' and e.seq < c.seq)
                order by c.seq limit 1 for update skip locked)
            returning seq, control_id, payload, attempts""";
    private static final String SETTLE = """
            update outbound_order set state = 'sent', settled_at = now(), cause = '', answer = null
            where seq = ? and attempts = ? and state = 'waiting'""";
    private static final String RETRY = """
            update outbound_order set due_at = now() + make_interval(secs => ?), cause = ?
            where seq = ? and attempts = ? and state = 'waiting'""";
    private static final String BURY = """
            with refused as (
                update outbound_order set state = 'dead', settled_at = now(), cause = ?, answer = ?
                where seq = ? and attempts = ? and state = 'waiting' returning seq, partner, order_id)
            update outbound_order behind set state = 'held' from refused
            where behind.order_id = refused.order_id and behind.partner = refused.partner
                and behind.state = 'waiting' and behind.seq > refused.seq""";
    private final AgroalDataSource dataSource;

    OutboundQueue(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// A message to be sent now.
    ///
    /// @param attempt which one this is, from 1; proves the lease
    record Leased(long seq, String controlId, byte[] payload, int attempt) {
        @Override
        public String toString() {
            return "Leased[seq=" + seq + ", attempt=" + attempt + "]";
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String sql, Work<T> work) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        }
    }

    /// ODS codes of all partners.
    List<String> partners() throws SQLException {
        return with(PARTNERS, statement -> {
            var found = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        });
    }

    /// @return empty where it is no partner any more
    Optional<PartnerAddress> address(String ods) throws SQLException {
        return with(ADDRESS, statement -> {
            statement.setString(1, ods);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new PartnerAddress(rows.getString(1), rows.getInt(2), rows.getBoolean(3)))
                        : Optional.empty();
            }
        });
    }

    /// Takes the next message of a partner that is due, for so long.
    Optional<Leased> claim(String partner, Duration lease) throws SQLException {
        return with(CLAIM, statement -> {
            statement.setDouble(1, lease.toMillis() / 1000.0);
            statement.setString(2, partner);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Leased(rows.getLong(1), rows.getString(2), rows.getBytes(3), rows.getInt(4)))
                        : Optional.empty();
            }
        });
    }

    /// The partner has it.
    void sent(Leased message) throws SQLException {
        with(SETTLE, statement -> {
            statement.setLong(1, message.seq());
            statement.setInt(2, message.attempt());
            return statement.executeUpdate();
        });
    }

    /// It is to be sent again after a pause.
    void retry(Leased message, Duration pause, String cause) throws SQLException {
        with(RETRY, statement -> {
            statement.setDouble(1, pause.toMillis() / 1000.0);
            statement.setString(2, cause);
            statement.setLong(3, message.seq());
            statement.setInt(4, message.attempt());
            return statement.executeUpdate();
        });
    }

    /// The partner refuses it: it stays for people, and those of the same order wait behind it.
    void bury(Leased message, String cause, byte[] answer) throws SQLException {
        with(BURY, statement -> {
            statement.setString(1, cause);
            statement.setBytes(2, answer);
            statement.setLong(3, message.seq());
            statement.setInt(4, message.attempt());
            return statement.executeUpdate();
        });
    }
}
