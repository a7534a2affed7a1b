package org.meridiandx.dev.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.region.Region;
import org.meridiandx.dev.region.RegionListener;
import org.meridiandx.dev.region.RegionSettings;
import org.meridiandx.dev.region.RegionState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dx up`: starts a region and watches over it until it is stopped.
@Command(
        name = "up",
        description = {
            "Starts PostgreSQL, Kafka, the services and the gateway on this machine.",
            "Ctrl-C or 'dx down' stops everything and keeps the data."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:ready (--detach), or stopped as asked", "1:it could not be started", "2:unknown option"})
final class UpCommand implements Callable<Integer> {

    /// Said when the region is ready and everything about it is told.
    static final String LAST_WORDS = "Stop it with Ctrl-C or ./dx down";

    /// Says that nobody watches and what is said goes into the log anyway.
    static final String IN_BACKGROUND = "--in-background";

    @Option(names = "--detach", description = "Return once it is ready and leave it running.")
    private boolean detach;

    @Option(names = IN_BACKGROUND, hidden = true)
    private boolean inBackground;

    @Mixin
    private final PortOptions ports = new PortOptions();

    @Option(names = "--data", paramLabel = "DIR", description = "Where data is kept (default .dx/data).")
    private @Nullable Path data;

    @Option(
            names = DetachedRegion.NO_TRAINING,
            description = {
                "Do not use idle time to make the services start faster next time",
                "(ahead-of-time caches in their build folders)."
            })
    private boolean noTraining;

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
        var settings = workplace.settings(Optional.ofNullable(data), ports, fresh);
        if (detach) {
            var options = noTraining ? new String[] {DetachedRegion.NO_TRAINING} : new String[0];
            return new DetachedRegion(workplace, terminal).start(settings, options);
        }
        try (var record = SupervisorRecord.in(RegionSettings.supervisorLog(workplace.home()))) {
            return inBackground ? watch(settings, record) : watchInView(settings, record);
        }
    }

    private int watchInView(RegionSettings settings, SupervisorRecord record) {
        try (var view = new ProgressView(terminal, Region.partNames())) {
            return watch(settings, RegionListener.all(List.of(view, record)));
        }
    }

    private int watch(RegionSettings settings, RegionListener listener) {
        long begin = System.nanoTime();
        var leftovers = workplace.leftovers();
        if (!leftovers.isEmpty()
                && RegionState.read(workplace.home()).filter(RegionState::alive).isEmpty()) {
            terminal.news().println("Ending what a region left whose supervisor died: " + leftovers);
        }
        try (var region = Region.start(settings, listener)) {
            terminal.news().println("Ready in " + (System.nanoTime() - begin) / 1_000_000_000 + " s.");
            RegionTable.print(region.state(), terminal.news());
            terminal.news().println(LAST_WORDS);
            if (!noTraining) {
                region.train();
            }
            return region.awaitEnd() ? 0 : 1;
        }
    }
}
