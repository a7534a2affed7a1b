package org.meridiandx.identity.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.identity.tokens.KeyRing;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;

/// Appends to the chain and proves it.
///
/// All replicas append to one chain: the row of the head is the lock. Each batch signs the new end
/// once.
@ApplicationScoped
class AuditService {
    private final Pool pool;
    private final Vertx vertx;
    private final AuditRepository repository;
    private final Outbox outbox;
    private final Signed signed;

    AuditService(Pool pool, Vertx vertx, AuditRepository repository, Outbox outbox, Signed signed) {
        this.pool = pool;
        this.vertx = vertx;
        this.repository = repository;
        this.outbox = outbox;
        this.signed = signed;
    }

    /// Appends the events that are not in the chain yet, and hands on what could not be read. Safe
    /// to repeat.
    Uni<Void> append(List<Event> events, List<OutboundMessage> unreadable) {
        return pool.withTransaction(
                connection -> appendNew(connection, events).chain(() -> outbox.append(connection, unreadable)));
    }

    /// Walks the whole chain in one snapshot of the database.
    ///
    /// @param anchor an end that was noted earlier, where there is one
    Uni<Proof> verify(Optional<ChainCheck.Anchor> anchor) {
        return pool.withTransaction(connection -> connection
                .query("set transaction isolation level repeatable read, read only")
                .execute()
                .chain(() -> repository.head(connection))
                .chain(head -> walk(connection, new ChainCheck(anchor), head)));
    }

    /// The verdict and the end that it holds for.
    record Proof(ChainCheck.Verdict verdict, ChainHead head) {}

    private Uni<Void> appendNew(SqlClient connection, List<Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .lockHead(connection)
                .chain(head -> repository
                        .known(connection, events.stream().map(Event::getId).toList())
                        .map(known -> signed.chain(head, events, known))
                        .chain(entries -> write(connection, entries)));
    }

    private Uni<Void> write(SqlClient connection, List<ChainedEntry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var last = entries.getLast();
        return repository
                .append(connection, entries)
                .chain(() -> vertx.executeBlocking(() -> signed.headAt(last), false))
                .chain(head -> repository.moveHead(connection, head));
    }

    private Uni<Proof> walk(SqlConnection connection, ChainCheck check, Optional<ChainHead> found) {
        var head = found.orElse(new ChainHead(0, new byte[0], "", new byte[0]));
        return repository
                .whole(connection)
                .invoke(check::accept)
                .collect()
                .last()
                .map(last -> new Proof(check.finish(head, found.isPresent() && signed.isGood(head)), head));
    }

    /// Chains rows and signs ends with the region's key.
    @ApplicationScoped
    static class Signed {
        private final KeyRing keys;
        private final Clock clock;

        Signed(KeyRing keys, Clock clock) {
            this.keys = keys;
            this.clock = clock;
        }

        List<ChainedEntry> chain(ChainHead head, List<Event> events, Set<String> known) {
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var seen = new HashSet<>(known);
            var entries = new ArrayList<ChainedEntry>(events.size());
            var hash = head.lastHash();
            for (var event : events) {
                if (seen.add(event.getId())) {
                    var row = AuditEventMapper.rowOf(event, now);
                    var entry = ChainedEntry.after(hash, head.seq() + entries.size() + 1, row);
                    hash = entry.hash();
                    entries.add(entry);
                }
            }
            return entries;
        }

        ChainHead headAt(ChainedEntry last) {
            var key = keys.active();
            var signature = key.sign(ChainHead.signedBytes(last.seq(), last.hash()));
            return new ChainHead(last.seq(), last.hash(), key.id(), signature);
        }

        /// An empty chain needs no signature. A key that dies with its process cannot prove what an
        /// earlier process signed: without a key file (never in production) such a head passes.
        boolean isGood(ChainHead head) {
            if (head.seq() == 0) {
                return true;
            }
            return keys.find(head.keyId())
                    .map(key -> key.verifies(ChainHead.signedBytes(head.seq(), head.hash()), head.signature()))
                    .orElseGet(() -> !keys.active().isKept());
        }
    }
}
