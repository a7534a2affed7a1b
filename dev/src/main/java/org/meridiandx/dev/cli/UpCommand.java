package org.meridiandx.dev.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.region.Region;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dx up`: starts a region and watches over it until it is stopped.
@Command(
        name = "up",
        description = {
            "Starts PostgreSQL, Kafka, the services and the gateway on this machine.",
            "Ctrl-C or 'dx down' stops everything and keeps the data."
        })
final class UpCommand implements Callable<Integer> {

    @Option(names = "--detach", description = "Return once it is ready and leave it running.")
    private boolean detach;

    @Option(names = "--port", defaultValue = "8080", description = "The gateway's port (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--data", paramLabel = "DIR", description = "Where data is kept (default .dx/data).")
    private @Nullable Path data;

    @Option(names = "--fresh", description = "Delete kept data first.")
    private boolean fresh;

    private final Workplace workplace;
    private final Terminal terminal;

    UpCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        var settings = workplace.settings(Optional.ofNullable(data), port, fresh);
        if (detach) {
            return new DetachedRegion(workplace, terminal).start(settings);
        }
        long begin = System.nanoTime();
        try (var view = new ProgressView(terminal, Region.partNames());
                var region = Region.start(settings, view)) {
            view.close();
            terminal.news().println("Ready in " + (System.nanoTime() - begin) / 1_000_000_000 + " s.");
            RegionTable.print(region.state(), terminal.news());
            terminal.news().println("Stop it with Ctrl-C or ./dx down");
            return region.awaitEnd() ? 0 : 1;
        }
    }
}
