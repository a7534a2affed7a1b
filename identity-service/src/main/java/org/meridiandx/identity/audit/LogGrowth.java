package org.meridiandx.identity.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.identity.audit.merkle.Frontier;
import org.meridiandx.identity.audit.merkle.Tile;
import org.meridiandx.identity.audit.merkle.TreeHash;

/// Grows the tree from an end that is proven to be the region's own.
@ApplicationScoped
class LogGrowth {
    private final HeadCheck check;
    private final TreeEnd end;
    private final ChainAdoption adoption;
    private final Clock clock;
    private volatile LogState last = LogState.ofNothing();
    private final AtomicInteger broken;

    LogGrowth(HeadCheck check, ChainAdoption adoption, TreeEnd end, Clock clock, MeterRegistry metrics) {
        this.check = check;
        this.end = end;
        this.adoption = adoption;
        this.clock = clock;
        this.broken = metrics.gauge("audit_log_broken", new AtomicInteger());
    }

    /// What a batch adds.
    record Step(List<AuditRow> rows, List<Tile> tiles, LogState state) {
        Step {
            rows = List.copyOf(rows);
            tiles = List.copyOf(tiles);
        }
    }

    /// The end of the log when it can be built upon; entries from before the tree are taken over
    /// first.
    ///
    /// @return fails with [LogBrokenException]
    Uni<LogState> trusted(Optional<LogState> found, SqlConnection connection) {
        var reason = found.isEmpty()
                ? Optional.of("the row that names the end of the log is gone")
                : check.problemWith(found.get(), last);
        broken.set(reason.isPresent() ? 1 : 0);
        if (reason.isPresent()) {
            return Uni.createFrom().failure(new LogBrokenException(reason.get()));
        }
        var state = found.orElseThrow();
        return state.size() > 0
                ? Uni.createFrom().item(state)
                : adoption.takeOver(connection, state)
                        .onFailure(LogBrokenException.class)
                        .invoke(() -> broken.set(1));
    }

    /// Makes the rows of a batch, their tiles and the new signed end. Takes a few milliseconds.
    ///
    /// @param numbers NHS number by patient id
    Step grow(LogState state, List<Event> events, Map<String, String> numbers) {
        var storedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var frontier = Frontier.decode(state.size(), state.frontier());
        var rows = new ArrayList<AuditRow>(events.size());
        var tiles = new ArrayList<Tile>();
        for (var event : events) {
            var position = frontier.size() + 1;
            var number = numbers.getOrDefault(event.getPatientId(), "");
            var json = AuditEventMapper.toJson(event, new AuditEventMapper.Context(position, storedAt, number));
            var content = json.toString().getBytes(StandardCharsets.UTF_8);
            var leafHash = TreeHash.leaf(content);
            rows.add(new AuditRow(position, AuditColumns.of(json), content, leafHash));
            tiles.addAll(frontier.push(leafHash));
        }
        return new Step(rows, tiles, end.signed(frontier));
    }

    /// Notes an end that was committed: a database that is put back to an older one is noticed
    /// while this process lives.
    synchronized void remember(LogState committed) {
        if (committed.size() >= last.size()) {
            last = committed;
        }
    }
}
