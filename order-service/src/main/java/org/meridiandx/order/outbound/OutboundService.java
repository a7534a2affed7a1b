package org.meridiandx.order.outbound;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.order.outbound.OutboundRepository.Stuck;
import org.meridiandx.outbox.Outbox;

/// Shows what goes to partners, and lets what was refused be sent again.
@ApplicationScoped
class OutboundService {
    private static final int MOST = 200;
    private final OutboundRepository messages;
    private final Pool pool;
    private final AuditTrail audit;
    private final Outbox outbox;

    OutboundService(OutboundRepository messages, Pool pool, AuditTrail audit, Outbox outbox) {
        this.messages = messages;
        this.pool = pool;
        this.audit = audit;
        this.outbox = outbox;
    }

    /// What became of a wish to send a message again.
    sealed interface Replay {
        /// It waits to be sent, and what was held behind it too.
        record Queued() implements Replay {}

        /// Only what was refused is sent again.
        record NotDead(String state) implements Replay {}

        /// There is none, or it is not the caller's.
        record Missing() implements Replay {}
    }

    /// @param organisation ODS code of a party; empty for all
    /// @param state one state; empty for all that are not settled
    /// @return at most 200, oldest first
    Uni<List<OutboundRepository.Message>> list(String organisation, String state) {
        return messages.list(organisation, state, MOST);
    }

    /// Sends a refused message again, with the same MSH-10, in its place before those held behind it. In one
    /// transaction with its audit; safe to repeat.
    ///
    /// @param organisation ODS code of a party; empty for all
    Uni<Replay> replay(long seq, String organisation, Caller caller) {
        return pool.withTransaction(connection -> messages.toReplay(connection, seq, organisation)
                .chain(found -> found.map(message -> replay(connection, message, caller))
                        .orElseGet(() -> Uni.createFrom().item(new Replay.Missing()))));
    }

    private Uni<Replay> replay(SqlConnection connection, Stuck message, Caller caller) {
        if (!message.state().equals("dead")) {
            return Uni.createFrom().item(new Replay.NotDead(message.state()));
        }
        var entry = AuditEntry.change("E", "replay", "ServiceRequest", message.orderId(), message.patientId());
        return messages.replay(connection, message)
                .chain(() -> outbox.append(connection, List.of(audit.message(caller, entry))))
                .replaceWith(new Replay.Queued());
    }
}
