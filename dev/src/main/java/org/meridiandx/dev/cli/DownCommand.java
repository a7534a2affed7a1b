package org.meridiandx.dev.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `dx down`: stops the region, whoever started it, and what a killed supervisor left behind.
@Command(name = "down", description = "Stops the region and leaves no process behind. Data is kept.")
final class DownCommand implements Callable<Integer> {

    private final Workplace workplace;
    private final Terminal terminal;

    DownCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var result = new Shutdown(workplace, terminal).run();
        if (!result.found()) {
            terminal.news().println("No region is up.");
        } else if (result.leftovers().isEmpty()) {
            terminal.news().println("The region is stopped.");
        } else {
            terminal.news()
                    .println("The region is stopped; its supervisor had died and left: "
                            + String.join(", ", result.leftovers()) + ".");
        }
        return 0;
    }
}
