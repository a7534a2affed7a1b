package org.meridiandx.dev.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.meridiandx.dev.region.Leftovers;
import org.meridiandx.dev.region.RegionSettings;
import org.meridiandx.dev.region.RegionState;

/// Stops a region, whoever started it, and ends what a supervisor that died left running.
public final class Shutdown {

    private static final long PATIENCE_SECONDS = 60;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Workplace workplace;
    private final Terminal terminal;

    /// @param workplace where the region is
    /// @param terminal hears how far it is
    public Shutdown(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    /// What became of it.
    ///
    /// @param found whether there was anything to stop
    /// @param leftovers parts that had to be ended without their supervisor
    public record Result(boolean found, List<String> leftovers) {

        /// Copies the list.
        public Result {
            leftovers = List.copyOf(leftovers);
        }
    }

    /// Stops everything and returns when nothing runs any more. Data is kept.
    public Result run() throws IOException, InterruptedException {
        var supervisor = RegionState.read(workplace.home())
                .flatMap(state -> state.supervisor().find());
        if (supervisor.isPresent()) {
            end(supervisor.get());
        }
        List<String> left = List.of();
        boolean found = supervisor.isPresent()
                || RegionState.read(workplace.home()).isPresent()
                || !workplace.leftovers().isEmpty();
        if (found) {
            try (var view = new ProgressView(new Terminal(terminal.output(), terminal.news(), false), List.of())) {
                left = Leftovers.end(workplace.home(), workplace.usualData(), view);
            }
        }
        return new Result(found, left);
    }

    private void end(ProcessHandle supervisor) throws IOException, InterruptedException {
        var log = new FollowedLog(RegionSettings.supervisorLog(workplace.home()), terminal.news());
        supervisor.destroy();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (supervisor.isAlive()) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            log.show();
            if (System.nanoTime() > deadline) {
                terminal.news()
                        .println("The supervisor did not end within " + PATIENCE_SECONDS + " s; ending it by force.");
                supervisor.destroyForcibly();
                supervisor.onExit().join();
            }
        }
        log.show();
    }
}
