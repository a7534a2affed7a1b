package org.meridiandx.order.outbound;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.order.outbound.OutboundRepository.Discard;
import org.meridiandx.order.outbound.OutboundRepository.Stuck;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;

/// Shows what goes to partners, and lets people settle what was refused: sent again, or discarded.
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

    /// What became of a wish to settle a message.
    sealed interface Settled {
        /// It waits to be sent, or is discarded.
        record Done() implements Settled {}

        /// Only what was refused can be settled.
        record NotDead(String state) implements Settled {}

        /// There is none, or it is not the caller's.
        record Missing() implements Settled {}
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
    Uni<Settled> replay(long seq, String organisation, Caller caller) {
        return settle(seq, organisation, audited("replay", caller), messages::replay);
    }

    /// Settles a refused message that was dealt with in another way: it is not sent any more. In one transaction
    /// with its audit.
    ///
    /// @param organisation ODS code of a party; empty for all
    Uni<Settled> discard(long seq, String organisation, Discard why, Caller caller) {
        return settle(
                seq,
                organisation,
                audited("discard", caller),
                (connection, message) -> messages.discard(connection, message, why));
    }

    private Uni<Settled> settle(
            long seq,
            String organisation,
            Function<Stuck, OutboundMessage> told,
            BiFunction<SqlConnection, Stuck, Uni<Void>> step) {
        return pool.withTransaction(connection -> messages.toSettle(connection, seq, organisation)
                .chain(found -> found.map(message -> message.state().equals("dead")
                                ? step.apply(connection, message)
                                        .chain(() -> outbox.append(connection, List.of(told.apply(message))))
                                        .<Settled>replaceWith(new Settled.Done())
                                : Uni.createFrom().<Settled>item(new Settled.NotDead(message.state())))
                        .orElseGet(() -> Uni.createFrom().item(new Settled.Missing()))));
    }

    private Function<Stuck, OutboundMessage> audited(String interaction, Caller caller) {
        return message -> audit.message(
                caller, AuditEntry.change("E", interaction, "ServiceRequest", message.orderId(), message.patientId()));
    }
}
