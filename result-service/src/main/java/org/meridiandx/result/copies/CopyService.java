package org.meridiandx.result.copies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.partners.Settling;
import org.meridiandx.result.copies.CopyRepository.Copy;
import org.meridiandx.result.copies.CopyRepository.Stuck;
import org.meridiandx.result.copies.CopyRepository.Wanted;

/// Shows what goes to recipients of copies, and lets people settle what was refused or withheld.
@ApplicationScoped
class CopyService {
    private static final int MOST = 200;
    private static final Set<String> SETTLED_BY_PEOPLE = Set.of("dead", "withheld", "handed");
    private final CopyRepository copies;
    private final Pool pool;
    private final AuditTrail audit;
    private final Outbox outbox;

    CopyService(CopyRepository copies, Pool pool, AuditTrail audit, Outbox outbox) {
        this.copies = copies;
        this.pool = pool;
        this.audit = audit;
        this.outbox = outbox;
    }

    /// What became of a wish to settle a copy.
    sealed interface Settled {
        /// It waits to be sent, or is discarded.
        record Done() implements Settled {}

        /// Only what was refused, withheld or handed over can be settled.
        record NotStuck(String state) implements Settled {}

        /// There is none, or it is not the caller's.
        record Missing() implements Settled {}
    }

    /// @return at most 200, oldest first
    Uni<List<Copy>> list(Wanted wanted) {
        return copies.list(wanted, MOST);
    }

    /// Sends it again, with the same MSH-10, where it may be sent now. In one transaction with its
    /// audit; safe to repeat.
    Uni<Settled> replay(long seq, String organisation, Caller caller) {
        return settle(seq, organisation, entry("replay", caller), copies::replay);
    }

    /// Settles what was dealt with in another way: it is not sent any more. In one transaction with
    /// its audit.
    Uni<Settled> discard(long seq, String organisation, Caller caller, String reason) {
        var by = Settling.by(caller);
        return settle(
                seq,
                organisation,
                entry("discard", caller),
                (connection, copy) -> copies.discard(connection, copy, by, reason));
    }

    private BiFunction<SqlConnection, Stuck, Uni<Void>> entry(String interaction, Caller caller) {
        return (connection, copy) -> outbox.append(
                connection,
                List.of(audit.message(
                        caller,
                        AuditEntry.change("E", interaction, "DiagnosticReport", copy.reportId(), copy.patientId()))));
    }

    private Uni<Settled> settle(
            long seq,
            String organisation,
            BiFunction<SqlConnection, Stuck, Uni<Void>> trace,
            BiFunction<SqlConnection, Stuck, Uni<Void>> step) {
        return pool.withTransaction(connection -> copies.toSettle(connection, seq, organisation)
                .chain(found -> found.map(copy -> SETTLED_BY_PEOPLE.contains(copy.state())
                                ? step.apply(connection, copy)
                                        .chain(() -> trace.apply(connection, copy))
                                        .<Settled>replaceWith(new Settled.Done())
                                : Uni.createFrom().<Settled>item(new Settled.NotStuck(copy.state())))
                        .orElseGet(() -> Uni.createFrom().item(new Settled.Missing()))));
    }
}
