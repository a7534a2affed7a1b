package org.meridiandx.result.followup.loops;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Mark;

/// Marks reports as delivered and opened. It has its effect once however often it is told.
@ApplicationScoped
class OpenedService {
    private final Pool pool;
    private final Loops repository;

    OpenedService(Pool pool, Loops repository) {
        this.pool = pool;
        this.repository = repository;
    }

    /// One report that was shown to one organisation.
    ///
    /// @param isOpened whether a person read it; else their system had it
    record Shown(String reportId, String organisation, String actor, boolean isOpened, Instant at) {}

    Uni<Void> shown(List<Shown> all) {
        var byReport = all.stream().collect(Collectors.groupingBy(Shown::reportId));
        return pool.withTransaction(connection -> repository
                .lockUnopened(connection, byReport.keySet())
                .chain(loops -> mark(connection, loops, byReport)));
    }

    private Uni<Void> mark(SqlClient connection, List<Loop> loops, Map<String, List<Shown>> byReport) {
        var changed = new ArrayList<Loop>();
        var steps = new ArrayList<Step>();
        for (var loop : loops) {
            var state = after(loop, byReport.getOrDefault(loop.reportId(), List.of()));
            state.map(next -> loop.at(next, loop.dueAt())).ifPresent(next -> {
                changed.add(next);
                steps.add(Step.to(next));
            });
        }
        return repository.save(connection, changed, steps);
    }

    /// What was shown before this version arrived was another one; what is shown to others is not
    /// delivered.
    private static Optional<LoopState> after(Loop loop, List<Shown> shown) {
        Optional<LoopState> next = Optional.empty();
        for (var one : shown) {
            if (!one.organisation().equals(loop.responsible().organisation())
                    || one.at().isBefore(loop.beganAt())) {
                continue;
            }
            var further = further(next.orElse(loop.state()), one);
            next = further.isPresent() ? further : next;
        }
        return next;
    }

    private static Optional<LoopState> further(LoopState state, Shown shown) {
        var mark = new Mark(shown.at(), shown.actor(), shown.organisation());
        return switch (state) {
            case LoopState.Addressed addressed ->
                Optional.of(shown.isOpened() ? addressed.opened(mark) : addressed.delivered(mark));
            case LoopState.Delivered delivered ->
                shown.isOpened() ? Optional.of(delivered.opened(mark)) : Optional.empty();
            case LoopState.Opened ignored -> Optional.empty();
            case LoopState.Acknowledged ignored -> Optional.empty();
            case LoopState.ActedOn ignored -> Optional.empty();
        };
    }
}
