package org.meridiandx.result.followup.worklists;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.followup.loops.Loop;
import org.meridiandx.result.followup.loops.LoopEvents;
import org.meridiandx.result.followup.loops.Loops;
import org.meridiandx.result.followup.loops.Step;
import org.meridiandx.result.followup.rules.Mark;

/// Who stands in for whom in the caller's own organisation, and what becomes of the reports of
/// somebody who is gone.
///
/// **Hazard:** the results of a clinician who is away, has left or has died are nobody's.
@ApplicationScoped
class CoverService {
    private final Pool pool;
    private final CoverRepository repository;
    private final Access access;
    private final Loops loops;
    private final Told told;

    CoverService(Pool pool, CoverRepository repository, Access access, Loops loops, Told told) {
        this.pool = pool;
        this.repository = repository;
        this.access = access;
        this.loops = loops;
        this.told = told;
    }

    Uni<Cover> add(Caller caller, Cover cover) {
        requireStaff(caller);
        if (!cover.isPlausible()) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "A cover is by somebody else, ends after it begins, and lasts at most 366 days.",
                    "to");
        }
        return repository
                .add(pool, caller.organisation(), cover, caller.actor())
                .replaceWith(cover);
    }

    Uni<List<Cover>> list(Caller caller) {
        requireStaff(caller);
        return repository.list(pool, caller.organisation());
    }

    Uni<Void> end(Caller caller, UUID id) {
        requireStaff(caller);
        return repository
                .end(pool, id, caller.organisation())
                .invoke(ended -> {
                    if (!ended) {
                        throw ProblemException.of(
                                ProblemCode.NOT_FOUND, "There is no such cover here that still holds.");
                    }
                })
                .replaceWithVoid();
    }

    /// Gives the open reports of a person back to their team, at most 1,000 at a time.
    ///
    /// @return how many
    Uni<Integer> release(Caller caller, String person) {
        requireStaff(caller);
        return pool.withTransaction(connection -> repository
                .owned(connection, caller.organisation(), person)
                .chain(ids -> loops.lock(connection, ids))
                .chain(held -> held.isEmpty()
                        ? Uni.createFrom().item(0)
                        : loops.now(connection).chain(now -> release(connection, caller, held, now))));
    }

    private Uni<Integer> release(SqlClient connection, Caller caller, List<Loop> held, Instant now) {
        var next = new ArrayList<Loop>();
        var steps = new ArrayList<Step>();
        var messages = new ArrayList<OutboundMessage>();
        for (var loop : held) {
            var free = loop.with(loop.responsible().assignedTo(""));
            var mark = new Mark(now, caller.actor(), caller.organisation());
            next.add(free);
            steps.add(new Step(
                    loop.reportId(),
                    loop.version(),
                    "released",
                    mark,
                    loop.responsible().owner()));
            messages.add(told.events.changed(free, "released"));
            messages.add(told.events.trace(caller, free, "released"));
        }
        return loops.save(connection, next, steps)
                .chain(() -> told.outbox.append(connection, messages))
                .replaceWith(held.size());
    }

    private void requireStaff(Caller caller) {
        access.requireScopeForAll(caller, Action.UPDATE, "DiagnosticReport");
        if (caller.organisation().isEmpty() || caller.role().equals("patient")) {
            throw ProblemException.of(ProblemCode.ACCESS_DENIED, "This is for the staff of an organisation.");
        }
    }

    /// Where a release is told.
    @Dependent
    static class Told {
        private final LoopEvents events;
        private final Outbox outbox;

        Told(LoopEvents events, Outbox outbox) {
            this.events = events;
            this.outbox = outbox;
        }
    }
}
