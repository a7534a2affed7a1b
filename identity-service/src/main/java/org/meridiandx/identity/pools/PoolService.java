package org.meridiandx.identity.pools;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.identity.paging.Page;
import org.meridiandx.identity.paging.Position;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Makes pools and changes who is in them and what they have to read. Each change, the grounds that
/// follow, the event that makes callers forget and the audit entry are one commit.
///
/// A pool is its organisation's: for all others it is not there.
@ApplicationScoped
class PoolService {
    private static final String PLACE = "reporting-pools";
    private final Pool pool;
    private final PoolRepository repository;
    private final RelationshipService relationships;
    private final Trace trace;
    private final Clock clock;

    PoolService(Pool pool, PoolRepository repository, RelationshipService relationships, Trace trace, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.relationships = relationships;
        this.trace = trace;
        this.clock = clock;
    }

    /// What leaves a trace.
    @ApplicationScoped
    static class Trace {
        private final AuditTrail audit;
        private final Outbox outbox;

        Trace(AuditTrail audit, Outbox outbox) {
            this.audit = audit;
            this.outbox = outbox;
        }

        Uni<Void> changed(SqlClient connection, Caller caller, AuditEntry entry) {
            return outbox.append(connection, List.of(audit.message(caller, entry)));
        }

        Uni<Void> shown(Caller caller, List<Assignment> assignments) {
            return audit.record(
                    caller,
                    assignments.stream()
                            .map(shown -> new AuditEntry(
                                    "R",
                                    PLACE,
                                    "ok",
                                    "",
                                    shown.focus().type(),
                                    List.of(shown.focus().id()),
                                    shown.patientId(),
                                    ""))
                            .toList());
        }
    }

    /// A pool, its members and a page of what it has to read.
    record View(ReportingPool pool, List<PoolMember> members, Page<Assignment> assignments) {
        View {
            members = List.copyOf(members);
        }
    }

    /// Makes a pool of the caller's organisation. Safe to repeat: there is one of each name.
    Uni<ReportingPool> make(Caller caller, String name) {
        var made = new ReportingPool(UUID.randomUUID(), caller.organisation(), name);
        var entry = AuditEntry.change("C", PLACE, "Organization", caller.organisation(), "");
        return pool.withTransaction(connection -> repository
                .add(connection, made, caller.actor(), clock.instant())
                .call(isNew -> isNew ? trace.changed(connection, caller, entry) : nothing())
                .chain(() -> repository.named(connection, caller.organisation(), name))
                .map(Optional::orElseThrow));
    }

    /// The pools of the caller's organisation, by name, at most 500.
    Uni<List<ReportingPool>> list(Caller caller) {
        return repository.of(pool, caller.organisation());
    }

    /// A pool, its members and a page of what it has to read, in the audit before it is shown.
    ///
    /// @return fails with 404 where the caller's organisation has no such pool
    Uni<View> view(Caller caller, UUID id, PoolQuery query) {
        return own(pool, caller, id, false)
                .chain(found -> repository
                        .members(pool, id)
                        .chain(members -> repository
                                .page(pool, id, clock.instant(), query, query.count() + 1)
                                .map(given -> new View(found, members, pageOf(given, query.count())))))
                .call(view -> trace.shown(caller, view.assignments().shown()));
    }

    /// Adds a member, who may see from the commit on what the pool has to read. Safe to repeat.
    Uni<Void> add(Caller caller, UUID id, PoolMember member) {
        var now = clock.instant();
        return change(
                caller,
                id,
                connection -> repository
                        .addMember(connection, id, member, caller.actor(), now)
                        .chain(isNew -> isNew ? added(connection, caller, id, member) : nothing()));
    }

    /// Takes a member out, who may see nothing by the pool any more. Safe to repeat.
    Uni<Void> remove(Caller caller, UUID id, PoolMember member) {
        var now = clock.instant();
        return change(
                caller,
                id,
                connection -> repository
                        .removeMember(connection, id, member, now)
                        .chain(was -> was ? removed(connection, caller, id, member) : nothing()));
    }

    /// Gives the pool something to read. Safe to repeat: the last word counts, for end and patient.
    Uni<Assignment> assign(Caller caller, Assignment given) {
        var entry = AuditEntry.change(
                "U",
                "reporting-pool-assign",
                given.focus().type(),
                given.focus().id(),
                given.patientId());
        return change(
                        caller,
                        given.poolId(),
                        connection -> repository
                                .assign(connection, given, caller.actor())
                                .chain(() -> relationships.endElsewhere(connection, given.patientId(), given.source()))
                                .chain(() -> repository.members(connection, given.poolId()))
                                .chain(members -> relationships.open(
                                        connection,
                                        members.stream().map(given::groundOf).toList()))
                                .chain(() -> trace.changed(connection, caller, entry)))
                .replaceWith(given);
    }

    /// Takes back what the pool was given. Safe to repeat.
    Uni<Void> withdraw(Caller caller, UUID id, Assignment.Focus focus) {
        var now = clock.instant();
        return change(
                caller,
                id,
                connection -> repository
                        .withdraw(connection, id, focus, now)
                        .chain(found -> found.map(given -> withdrawn(connection, caller, given, now))
                                .orElseGet(PoolService::nothing)));
    }

    /// Whether the person that a member names is known in this region.
    Uni<Boolean> isKnown(PoolMember member) {
        return repository.isKnown(pool, member.person());
    }

    /// For whom an order of the caller's organisation is, and until when.
    Uni<Optional<PoolRepository.OpenOrder>> openOrder(Caller caller, String orderId) {
        return repository.openOrder(pool, orderId, caller.organisation(), clock.instant());
    }

    /// Whether the caller's organisation treats the patient, other than for another organisation's pool.
    Uni<Boolean> treats(Caller caller, String patientId) {
        return repository.treats(pool, patientId, caller.organisation(), clock.instant());
    }

    private Uni<Void> added(SqlClient connection, Caller caller, UUID id, PoolMember member) {
        return repository
                .open(connection, id, clock.instant())
                .chain(given -> relationships.open(
                        connection,
                        given.stream().map(one -> one.groundOf(member)).toList()))
                .chain(() -> trace.changed(connection, caller, memberEntry("C", member)));
    }

    private Uni<Void> removed(SqlClient connection, Caller caller, UUID id, PoolMember member) {
        var now = clock.instant();
        return repository
                .open(connection, id, now)
                .chain(given -> relationships.end(
                        connection,
                        given.stream().map(one -> one.groundOf(member)).toList()))
                .chain(() -> trace.changed(connection, caller, memberEntry("D", member)));
    }

    private Uni<Void> withdrawn(SqlClient connection, Caller caller, Assignment given, Instant now) {
        var entry = AuditEntry.change(
                "U",
                "reporting-pool-withdraw",
                given.focus().type(),
                given.focus().id(),
                given.patientId());
        return relationships
                .end(connection, given.patientId(), given.source(), now)
                .chain(() -> trace.changed(connection, caller, entry));
    }

    private Uni<Void> change(Caller caller, UUID id, java.util.function.Function<SqlClient, Uni<Void>> change) {
        return pool.withTransaction(
                connection -> own(connection, caller, id, true).chain(found -> change.apply(connection)));
    }

    private Uni<ReportingPool> own(SqlClient connection, Caller caller, UUID id, boolean isHeld) {
        return repository
                .find(connection, id, isHeld)
                .map(found -> found.filter(known -> known.organisation().equals(caller.organisation()))
                        .orElseThrow(() -> ProblemException.of(
                                ProblemCode.NOT_FOUND,
                                "Your organisation has no such pool. $reporting-pools lists them.")));
    }

    private static Page<Assignment> pageOf(List<Assignment> given, int count) {
        return Page.of(given, count, last -> new Position<>(last.since(), last.id()));
    }

    private static AuditEntry memberEntry(String action, PoolMember member) {
        return member.person().isEmpty()
                ? AuditEntry.change(action, "reporting-pool-member", "Organization", member.organisation(), "")
                : AuditEntry.change(
                        action,
                        "reporting-pool-member",
                        "Practitioner",
                        member.person().substring(member.person().indexOf('/') + 1),
                        "");
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
