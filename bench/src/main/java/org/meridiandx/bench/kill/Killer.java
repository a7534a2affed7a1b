package org.meridiandx.bench.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.meridiandx.bench.kill.KillPlan.Victim;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.dev.region.RegionState;

/// Kills parts of a region that is watched over by its supervisor, and waits until they are back.
///
/// @param home where the region's `region.json` is
record Killer(Path home) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 50;

    /// Ends a part as `kill -9` does, with all that it started.
    ///
    /// @return how long it took until it was back
    Duration kill(KillPlan.Moment moment) throws IOException, InterruptedException {
        var part = process(moment.victim())
                .orElseThrow(() -> new RegionException(moment.victim().part() + " does not run."));
        var children = part.descendants().toList();
        LockSupport.parkNanos(moment.delayMicros() * 1000L);
        long begin = System.nanoTime();
        part.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitUp(moment.victim(), part.pid());
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void awaitUp(Victim victim, long before) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process(victim)
                .filter(now -> now.pid() != before && isReady(victim))
                .isEmpty()) {
            if (System.nanoTime() > end || RegionState.read(home).isEmpty()) {
                throw new RegionException(victim.part() + " did not come back after it was killed.");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /// The state names a service, and the broker, once they are ready.
    private boolean isReady(Victim victim) {
        if (victim != Victim.DATABASE) {
            return true;
        }
        try (var connection = DriverManager.getConnection(url("postgres"))) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /// The address of a database of the region, for its superuser. Nobody waits for it without end.
    String url(String database) {
        return "jdbc:postgresql://" + state().database() + "/" + database
                + "?user=postgres&password=postgres&loginTimeout=10&socketTimeout=60";
    }

    private Optional<ProcessHandle> process(Victim victim) {
        return state().part(victim.part()).flatMap(part -> part.process().find());
    }

    RegionState state() {
        return RegionState.read(home).orElseThrow(() -> new RegionException("The region has ended."));
    }
}
