package org.meridiandx.dev.demo;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meridiandx.dev.region.Leftovers;
import org.meridiandx.dev.region.RegionState;

/// The region that the demo found or started.
final class RunningRegion {

    private static final long PATIENCE_SECONDS = 60;

    private RunningRegion() {}

    static boolean isUp(RegionState state) {
        return state.supervisor().find().isPresent() && state.status().equals(RegionState.READY);
    }

    /// Stops it and leaves nothing behind; data is kept.
    static void stop(Path home) throws InterruptedException {
        var state = RegionState.read(home);
        if (state.isEmpty()) {
            return;
        }
        var supervisor = state.get().supervisor().find();
        if (supervisor.isPresent()) {
            supervisor.get().destroy();
            try {
                supervisor.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                supervisor.get().destroyForcibly();
            }
        }
        Leftovers.end(home, Path.of(state.get().dataDirectory()));
    }
}
