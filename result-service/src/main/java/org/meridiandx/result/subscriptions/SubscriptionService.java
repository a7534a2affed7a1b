package org.meridiandx.result.subscriptions;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.subscriptions.SubscriptionRepository.Kept;
import org.meridiandx.result.subscriptions.definition.Definition;
import org.meridiandx.result.subscriptions.definition.ServedSubscription;
import org.meridiandx.result.subscriptions.delivery.EventQueue;
import org.meridiandx.result.subscriptions.delivery.ToldEvents;

/// Makes, changes and ends subscriptions. Each belongs to the client that made it; for anybody else there is none.
@ApplicationScoped
class SubscriptionService {
    private static final int SECRET_BYTES = 32;
    private final Pool pool;
    private final SubscriptionRepository repository;
    private final Access access;
    private final Ledger ledger;
    private final ToldEvents told;
    private final SecureRandom random = new SecureRandom();

    SubscriptionService(Pool pool, SubscriptionRepository repository, Access access, Ledger ledger, ToldEvents told) {
        this.pool = pool;
        this.repository = repository;
        this.access = access;
        this.ledger = ledger;
        this.told = told;
    }

    /// Writes changes down with their audit, and sets the lanes going.
    @ApplicationScoped
    static class Ledger {
        private final Outbox outbox;
        private final AuditTrail audit;
        private final EventQueue queue;

        Ledger(Outbox outbox, AuditTrail audit, EventQueue queue) {
            this.outbox = outbox;
            this.audit = audit;
            this.queue = queue;
        }

        Uni<Void> write(SqlConnection connection, Caller caller, String action, String interaction, String id) {
            var entry = AuditEntry.change(action, interaction, "Subscription", id, "");
            return outbox.append(connection, List.of(audit.message(caller, entry)));
        }

        void wake() {
            queue.wake();
        }
    }

    /// How a change ended.
    sealed interface Changed {
        record Done(StoredResource resource) implements Changed {}

        /// The client has as many as it may have.
        record TooMany() implements Changed {}

        record Missing() implements Changed {}

        /// Another version is current.
        record Superseded(int version) implements Changed {}

        /// What waits is of the topic that it has.
        record OtherTopic() implements Changed {}
    }

    /// Needs scope `Subscription.c`, to read reports as a system, and access to each patient that a filter names.
    ///
    /// @return the only answer that shows the key of the signature
    Uni<Changed> create(Caller caller, Definition definition) {
        access.requireScopeForAll(caller, Action.CREATE, "Subscription");
        var owner = SubscriberRights.of(caller);
        return requirePatients(owner, definition).chain(() -> {
            var id = UUID.randomUUID().toString();
            var secret = secret();
            return pool.withTransaction(connection -> repository
                            .add(connection, id, owner, definition, secret)
                            .call(added -> added.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : ledger.write(connection, caller, "C", "create", id)))
                    .map(added -> added.map(one -> (Changed) new Changed.Done(one.resource(secret)))
                            .orElseGet(Changed.TooMany::new))
                    .invoke(ledger::wake);
        });
    }

    /// Needs what [#create] does, and scope `Subscription.u` in place of `c`. A handshake follows. Safe to repeat but
    /// for the version.
    Uni<Changed> change(Caller caller, String id, int version, Definition definition) {
        access.requireScopeForAll(caller, Action.UPDATE, "Subscription");
        return requirePatients(SubscriberRights.of(caller), definition)
                .chain(() -> pool.withTransaction(connection -> repository
                        .find(connection, id, caller)
                        .chain(found -> found.map(kept -> change(connection, caller, kept, version, definition))
                                .orElseGet(() -> Uni.createFrom().item(new Changed.Missing())))))
                .invoke(ledger::wake);
    }

    private Uni<Changed> change(
            SqlConnection connection, Caller caller, Kept kept, int version, Definition definition) {
        if (!kept.topic().equals(definition.topic().url())) {
            return Uni.createFrom().item(new Changed.OtherTopic());
        }
        var id = kept.served().id();
        return repository
                .change(connection, id, caller, version, definition)
                .call(changed -> changed.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : ledger.write(connection, caller, "U", "update", id))
                .map(changed -> changed.map(one -> (Changed) new Changed.Done(one.resource()))
                        .orElseGet(() -> new Changed.Superseded(kept.served().version())));
    }

    /// Needs scope `Subscription.r`.
    Uni<Optional<StoredResource>> read(Caller caller, String id) {
        access.requireScopeForAll(caller, Action.READ, "Subscription");
        return repository
                .find(pool, id, caller)
                .map(found -> found.map(kept -> kept.served().resource()));
    }

    /// Needs scope `Subscription.s`. Parameters that are empty look for nothing.
    Uni<List<StoredResource>> list(Caller caller, String id, String status) {
        access.requireScopeForAll(caller, Action.SEARCH, "Subscription");
        return repository
                .list(pool, caller, id, status)
                .map(found -> found.stream().map(ServedSubscription::resource).toList());
    }

    /// Needs scope `Subscription.d`. What waits for it is gone, too.
    ///
    /// @return false where the caller has no such subscription
    Uni<Boolean> remove(Caller caller, String id) {
        access.requireScopeForAll(caller, Action.DELETE, "Subscription");
        return pool.withTransaction(connection -> repository
                .remove(connection, id, caller)
                .call(isGone -> isGone
                        ? ledger.write(connection, caller, "D", "delete", id)
                        : Uni.createFrom().voidItem()));
    }

    /// Lets what its receiver refused be told again. Needs scope `Subscription.u` and to read reports as a system; safe
    /// to repeat.
    ///
    /// @param number of one event; 0 for all
    /// @return how many; empty where the caller has no such subscription
    Uni<Optional<Integer>> replay(Caller caller, String id, long number) {
        SubscriberRights.of(caller);
        access.requireScopeForAll(caller, Action.UPDATE, "Subscription");
        return pool.withTransaction(connection -> repository
                        .find(connection, id, caller)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().item(Optional.<Integer>empty())
                                : told.replay(connection, id, number)
                                        .call(() -> ledger.write(connection, caller, "E", "replay", id))
                                        .map(Optional::of)))
                .invoke(ledger::wake);
    }

    /// Needs scope `Subscription.r`.
    Uni<Optional<byte[]>> status(Caller caller, String id) {
        access.requireScopeForAll(caller, Action.READ, "Subscription");
        return told.status(caller, id);
    }

    /// Needs scope `Subscription.r` and to read reports as a system: what is told is decided by the system's rights,
    /// which are no person's.
    Uni<Optional<byte[]>> events(Caller caller, String id, ToldEvents.Range range) {
        SubscriberRights.of(caller);
        access.requireScopeForAll(caller, Action.READ, "Subscription");
        access.requireScopeForAll(caller, Action.READ, "DiagnosticReport");
        return told.events(caller, id, range);
    }

    private Uni<Void> requirePatients(Caller owner, Definition definition) {
        var gates = definition.filter().patients().stream()
                .map(patient -> AccessRequest.searchGate("DiagnosticReport", patient))
                .toList();
        return gates.isEmpty() ? Uni.createFrom().voidItem() : access.require(owner, gates);
    }

    private byte[] secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
