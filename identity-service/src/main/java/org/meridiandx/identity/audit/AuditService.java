package org.meridiandx.identity.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;

/// Appends to the log.
///
/// All replicas append to one log: the row of its end is the lock. Each batch signs the new end
/// once, in the transaction that writes the entries: there is no entry without a head, and no head
/// without its entries.
///
/// It uses the PostgreSQL client and not Hibernate: a batch is a handful of statements, whatever
/// its size.
@ApplicationScoped
class AuditService {
    private final Pool pool;
    private final Vertx vertx;
    private final AuditRepository repository;
    private final Outbox outbox;
    private final LogGrowth growth;

    AuditService(Pool pool, Vertx vertx, AuditRepository repository, Outbox outbox, LogGrowth growth) {
        this.pool = pool;
        this.vertx = vertx;
        this.repository = repository;
        this.outbox = outbox;
        this.growth = growth;
    }

    /// Appends the events that are not in the log yet, and hands on what could not be read. Safe to
    /// repeat.
    ///
    /// @return fails with [LogBrokenException] while the end of the log is not one that this region
    /// signed
    Uni<Void> append(List<Event> events, List<OutboundMessage> unreadable) {
        return pool.withTransaction(
                        connection -> appendNew(connection, events).call(() -> outbox.append(connection, unreadable)))
                .invoke(growth::remember)
                .replaceWithVoid();
    }

    private Uni<LogState> appendNew(SqlConnection connection, List<Event> events) {
        return repository
                .lock(connection)
                .chain(found -> growth.trusted(found, connection))
                .chain(state -> repository
                        .known(connection, events.stream().map(Event::getId).toList())
                        .chain(known -> appendUnknown(connection, state, unknown(events, known))));
    }

    private Uni<LogState> appendUnknown(SqlConnection connection, LogState state, List<Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(state);
        }
        return repository
                .nhsNumbers(connection, events.stream().map(Event::getPatientId).toList())
                .chain(numbers -> grown(state, events, numbers))
                .call(step -> repository.append(connection, step.rows()))
                .call(step -> repository.addTiles(connection, step.tiles()))
                .call(step -> repository.move(connection, step.state()))
                .map(LogGrowth.Step::state);
    }

    /// Off the event loop: hundreds of entries are written as JSON and hashed, and the end is
    /// signed.
    private Uni<LogGrowth.Step> grown(LogState state, List<Event> events, Map<String, String> numbers) {
        return vertx.executeBlocking(() -> growth.grow(state, events, numbers), false);
    }

    private static List<Event> unknown(List<Event> events, Set<String> known) {
        var seen = new java.util.HashSet<>(known);
        return events.stream().filter(event -> seen.add(event.getId())).toList();
    }
}
