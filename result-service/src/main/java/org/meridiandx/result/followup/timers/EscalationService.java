package org.meridiandx.result.followup.timers;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.followup.loops.DeadlineTable;
import org.meridiandx.result.followup.loops.FollowUpConfig;
import org.meridiandx.result.followup.loops.Loop;
import org.meridiandx.result.followup.loops.LoopEvents;
import org.meridiandx.result.followup.loops.Loops;
import org.meridiandx.result.followup.loops.Step;
import org.meridiandx.result.followup.rules.EscalationRule;
import org.meridiandx.result.followup.rules.Level;
import org.meridiandx.result.followup.rules.Mark;

/// Tells the next ones of reports that are overdue.
///
/// What is due stands in the database and goes by its clock: a restart, another instance or a
/// changed clock of a pod neither loses a timer nor fires it twice. Each batch is held, moved on
/// and told of in one transaction; what another instance holds is passed over. A look that finds
/// nothing due is one range of an index.
///
/// **Hazard:** a timer that is lost, so that a critical result waits unseen.
@ApplicationScoped
public class EscalationService {
    /// Who does what no caller asked for.
    static final Caller ITSELF = new Caller(
            "result-service", "", "service", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));

    private final Pool pool;
    private final Loops repository;
    private final Telling telling;
    private final FollowUpConfig config;
    private final DeadlineTable deadlines;

    EscalationService(Pool pool, Loops repository, Telling telling, FollowUpConfig config, DeadlineTable deadlines) {
        this.pool = pool;
        this.repository = repository;
        this.telling = telling;
        this.config = config;
        this.deadlines = deadlines;
    }

    /// Works off all that is due now, batch by batch.
    ///
    /// @return how many were told of; fails when the database is away: safe to be called again
    public Uni<Integer> escalateAll() {
        return escalateSome()
                .chain(done -> done < config.batch()
                        ? Uni.createFrom().item(done)
                        : escalateAll().map(more -> done + more));
    }

    private Uni<Integer> escalateSome() {
        return pool.withTransaction(connection -> repository
                .lockDue(connection, config.batch())
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(0)
                        : repository.now(connection).chain(now -> escalate(connection, due, now))));
    }

    private Uni<Integer> escalate(SqlClient connection, List<Loop> due, Instant now) {
        var loops = new ArrayList<Loop>();
        var steps = new ArrayList<Step>();
        var messages = new ArrayList<OutboundMessage>();
        for (var loop : due) {
            var next = next(loop, now);
            loops.add(next);
            steps.add(new Step(
                    next.reportId(),
                    next.version(),
                    "escalated",
                    new Mark(now, ITSELF.actor(), ""),
                    next.level().code()));
            messages.add(telling.events.changed(next, "escalated"));
            messages.add(telling.events.trace(ITSELF, next, "escalate"));
            if (next.level() == Level.PATIENT && loop.level() != Level.PATIENT) {
                messages.add(telling.events.waiting(next));
            }
        }
        return repository
                .save(connection, loops, steps)
                .chain(() -> telling.outbox.append(connection, messages))
                .invoke(() -> loops.forEach(telling::count))
                .replaceWith(due.size());
    }

    private Loop next(Loop loop, Instant now) {
        var mayTell = EscalationRule.mayTellPatient(
                config.patientNotice(), !loop.report().labels().isEmpty(), loop.patientId());
        var level =
                EscalationRule.next(loop.level(), !loop.responsible().owner().isEmpty(), mayTell);
        var limits = deadlines.of(loop.responsible().organisation(), loop.urgency());
        var waited = Duration.between(loop.beganAt(), now);
        return loop.told(level, now.plus(EscalationRule.pause(loop.level(), level, limits, waited)));
    }

    /// Where an escalation is told.
    @Dependent
    static class Telling {
        private final LoopEvents events;
        private final Outbox outbox;
        private final MeterRegistry metrics;

        Telling(LoopEvents events, Outbox outbox, MeterRegistry metrics) {
            this.events = events;
            this.outbox = outbox;
            this.metrics = metrics;
        }

        void count(Loop loop) {
            metrics.counter(
                            "meridian.follow.up.escalations",
                            "urgency",
                            loop.urgency().code(),
                            "level",
                            loop.level().code())
                    .increment();
        }
    }
}
