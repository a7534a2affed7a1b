package org.meridiandx.dev.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.meridiandx.dev.region.LogFile;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.dev.region.RegionState.PartState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dx logs [PART]`: the end of the parts' logs.
@Command(name = "logs", description = "Shows the last lines of one part's log, or of all.")
final class LogsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", arity = "0..1", description = "e.g. order-service; all when left out.")
    private String wanted = "";

    @Option(names = "-n", defaultValue = "20", description = "How many lines of each (default ${DEFAULT-VALUE}).")
    private int lines;

    private final Workplace workplace;
    private final Terminal terminal;

    LogsCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var parts = workplace.region().parts().stream()
                .filter(part -> !part.name().equals("gateway"))
                .toList();
        var chosen = parts.stream()
                .filter(part -> wanted.isEmpty() || part.name().equals(wanted))
                .toList();
        if (chosen.isEmpty()) {
            throw new RegionException("There is no part '" + wanted + "'. Choose one of: "
                    + parts.stream().map(PartState::name).collect(Collectors.joining(", ")));
        }
        for (var part : chosen) {
            terminal.output().println("==> " + part.name() + " (" + part.log() + ")");
            new LogFile(Path.of(part.log())).tail(lines).forEach(terminal.output()::println);
        }
        return 0;
    }
}
