package org.meridiandx.dev.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meridiandx.dev.region.Leftovers;
import org.meridiandx.dev.region.RegionState;
import picocli.CommandLine.Command;

/// `dx down`: stops the region, whoever started it, and what a killed supervisor left behind.
@Command(name = "down", description = "Stops the region and leaves no process behind. Data is kept.")
final class DownCommand implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 60;

    private final Workplace workplace;
    private final Terminal terminal;

    DownCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        var state = RegionState.read(workplace.home());
        if (state.isEmpty()) {
            terminal.news().println("No region is up.");
            return 0;
        }
        var supervisor = state.get().supervisor().find();
        if (supervisor.isPresent()) {
            end(supervisor.get());
        }
        var left = Leftovers.end(workplace.home(), Path.of(state.get().dataDirectory()));
        terminal.news()
                .println(
                        left.isEmpty()
                                ? "The region is stopped."
                                : "The region is stopped; ended by hand: " + String.join(", ", left) + ".");
        return 0;
    }

    private static void end(ProcessHandle supervisor) throws InterruptedException, ExecutionException {
        supervisor.destroy();
        try {
            supervisor.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            supervisor.destroyForcibly();
        }
    }
}
