package org.meridiandx.result.followup.loops;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.access.Caller;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.followup.rules.Mark;

/// Gives the open reports of somebody who is gone back to their team.
@ApplicationScoped
public class ReleaseService {
    private final Pool pool;
    private final Loops loops;
    private final LoopEvents events;
    private final Outbox outbox;

    ReleaseService(Pool pool, Loops loops, LoopEvents events, Outbox outbox) {
        this.pool = pool;
        this.loops = loops;
        this.events = events;
        this.outbox = outbox;
    }

    /// At most 1,000 at a time; safe to repeat.
    ///
    /// @param caller who says so
    /// @param organisation ODS code of the team
    /// @param person as a reference
    /// @return how many
    public Uni<Integer> release(Caller caller, String organisation, String person) {
        return pool.withTransaction(connection -> loops.lockOwned(connection, organisation, person)
                .chain(held -> held.isEmpty()
                        ? Uni.createFrom().item(0)
                        : loops.now(connection).chain(now -> release(connection, caller, held, now))));
    }

    private Uni<Integer> release(SqlClient connection, Caller caller, List<Loop> held, Instant now) {
        var mark = new Mark(now, caller.actor(), caller.organisation());
        var next = new ArrayList<Loop>();
        var steps = new ArrayList<Step>();
        var messages = new ArrayList<OutboundMessage>();
        for (var loop : held) {
            var free = loop.with(loop.responsible().assignedTo(""));
            next.add(free);
            steps.add(new Step(
                    loop.reportId(),
                    loop.version(),
                    "released",
                    mark,
                    loop.responsible().owner()));
            messages.add(events.changed(free, "released"));
            messages.add(events.trace(caller, free, "released"));
        }
        return loops.save(connection, next, steps)
                .chain(() -> outbox.append(connection, messages))
                .replaceWith(held.size());
    }
}
