package org.meridiandx.dev.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.cli.DetachedRegion;
import org.meridiandx.dev.cli.PortOptions;
import org.meridiandx.dev.cli.Shutdown;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.journey.Journey;
import org.meridiandx.dev.journey.StepReport;
import org.meridiandx.dev.loader.Loader;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.dev.region.RegionState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dx demo`: brings a region up if none is, loads sample input and plays the journey.
@Command(
        name = "demo",
        description = {
            "Shows a region at work: loads sample input and plays the journey from an order to an",
            "acknowledged result, step by step. Starts a region when none is up."
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--exit", description = "Stop the region at the end, when it was started here.")
    private boolean exit;

    @Mixin
    private final PortOptions ports = new PortOptions();

    @Option(names = "--data", paramLabel = "DIR", description = "Also load this folder of input by others.")
    private @Nullable Path input;

    private final Workplace workplace;
    private final Terminal terminal;

    /// @param workplace where the region is
    /// @param terminal where to tell
    public DemoCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean started = bringUp();
        try {
            return play();
        } finally {
            if (started && exit) {
                new Shutdown(workplace, terminal).run();
                terminal.output().println("The region is stopped; its data is kept.");
            }
        }
    }

    /// Whether this started a region.
    private boolean bringUp() throws IOException, InterruptedException {
        var running = RegionState.read(workplace.home())
                .filter(RegionState::alive)
                .filter(region -> region.status().equals(RegionState.READY));
        if (running.isPresent()) {
            terminal.output().println("Using the region at " + running.get().gatewayUrl());
            return false;
        }
        var settings = workplace.settings(Optional.empty(), ports, false);
        int code = new DetachedRegion(workplace, terminal).start(settings);
        if (code != 0) {
            throw new RegionException("The region did not start, so there is no demo.");
        }
        return true;
    }

    private int play() throws IOException, InterruptedException {
        var partner = PartnerClient.of(workplace.region(), workplace.home());
        boolean loaded = load(partner, workplace.root().resolve("dev/samples"));
        if (input != null) {
            loaded &= load(partner, input);
        }
        var journey = Journey.whole(partner, workplace.root());
        var reports = journey.play(new JourneyView(terminal));
        boolean complete =
                reports.size() == journey.length() && reports.stream().allMatch(StepReport::passed);
        var out = terminal.output();
        if (!complete) {
            out.println("journey failed at step " + reports.size() + " of " + journey.length() + "; the logs are in "
                    + Path.of(partner.region().dataDirectory()).resolve("logs"));
            return 1;
        }
        links(partner.region().gatewayUrl(), reports);
        if (!loaded) {
            out.println("The journey went well, but input was left without an answer or met a failure; see above.");
            return 1;
        }
        long millis =
                reports.stream().mapToLong(report -> report.took().toMillis()).sum();
        out.println(String.format(
                Locale.ROOT,
                "journey complete: %d steps, %d checks, %.1f s",
                reports.size(),
                reports.stream().mapToInt(report -> report.checks().size()).sum(),
                millis / 1000.0));
        return 0;
    }

    private boolean load(PartnerClient partner, Path folder) throws IOException, InterruptedException {
        terminal.output().println();
        terminal.output().println("Loading " + folder);
        var report = new Loader(partner, new LoadView(terminal)).load(folder);
        Path file = Path.of(partner.region().dataDirectory())
                .resolve("load-" + folder.normalize().getFileName() + ".json");
        report.write(file);
        new LoadSummary(terminal.output()).print(report);
        terminal.output().println("  in detail: " + file);
        return report.clean();
    }

    private void links(String gateway, List<StepReport> reports) {
        var out = terminal.output();
        out.println();
        out.println("To look at:");
        reports.stream().flatMap(report -> report.links().stream()).forEach(link -> {
            out.println("  " + link.title());
            out.println("    curl -gH \"Authorization: Bearer $(./dx token " + link.persona() + ")\" '" + gateway
                    + link.path() + "'");
        });
        out.println();
    }
}
