package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.followup.loops.DeadlineTable;
import org.meridiandx.result.followup.loops.Loop;
import org.meridiandx.result.followup.loops.LoopEvents;
import org.meridiandx.result.followup.loops.Loops;
import org.meridiandx.result.followup.loops.Step;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Mark;

/// What callers do to a loop, within the transaction of what they do.
@ApplicationScoped
class LoopChanges {
    private final Loops repository;
    private final DeadlineTable deadlines;
    private final LoopEvents events;
    private final Outbox outbox;

    LoopChanges(Loops repository, DeadlineTable deadlines, LoopEvents events, Outbox outbox) {
        this.repository = repository;
        this.deadlines = deadlines;
        this.events = events;
        this.outbox = outbox;
    }

    /// Moves the loop on where those who answer for the report acknowledge it: it is theirs now,
    /// and to be acted on. Others may say that they have seen it; it stays with those who answer
    /// for it.
    Uni<Void> acknowledged(SqlClient connection, Caller caller, Acknowledgement one) {
        return find(connection, one.reportId())
                .chain(found -> found.filter(loop -> loop.version() == one.version())
                        .filter(loop -> loop.responsible().isTakenOnBy(caller.organisation()))
                        .map(loop -> loop.state() instanceof LoopState.Waiting waiting
                                ? acknowledge(connection, caller, loop, waiting)
                                : Uni.createFrom().voidItem())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> acknowledge(SqlClient connection, Caller caller, Loop loop, LoopState.Waiting waiting) {
        return repository.now(connection).chain(now -> {
            var acknowledged = waiting.acknowledged(markOf(caller, now));
            var responsible = loop.responsible().takenOnBy(caller.user().orElse(""), caller.organisation());
            var due = now.plus(
                    deadlines.of(responsible.organisation(), loop.urgency()).act());
            var next = loop.with(responsible).takenUp(acknowledged, due);
            return save(connection, next, List.of(Step.to(next)), events.changed(next, "acknowledged"));
        });
    }

    /// The loop of a report, held until the transaction ends.
    Uni<Optional<Loop>> find(SqlClient connection, String reportId) {
        return repository
                .lock(connection, List.of(reportId))
                .map(loops -> loops.stream().findFirst());
    }

    /// The clock that deadlines go by.
    Uni<Instant> now(SqlClient connection) {
        return repository.now(connection);
    }

    /// @param cause what happened, for others and for the audit
    Uni<Void> save(SqlClient connection, Caller caller, Loop loop, List<Step> steps, String cause) {
        return save(connection, loop, steps, events.changed(loop, cause), events.trace(caller, loop, cause));
    }

    private Uni<Void> save(SqlClient connection, Loop loop, List<Step> steps, OutboundMessage... told) {
        return repository.save(connection, List.of(loop), steps).chain(() -> outbox.append(connection, List.of(told)));
    }

    static Mark markOf(Caller caller, Instant at) {
        return new Mark(at, caller.actor(), caller.organisation());
    }
}
