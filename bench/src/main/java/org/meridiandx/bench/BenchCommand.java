package org.meridiandx.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridiandx.bench.load.Load;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.dev.cli.DetachedRegion;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.TokenClient;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.dev.region.RegionSettings;
import org.meridiandx.dev.region.RegionState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dx bench [NAME...]`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the region that is up, or starts one and leaves it running.",
            "Scenarios: read, oru, token; all when none is named. The generator shares the machine with the region."
        })
final class BenchCommand implements Callable<Integer> {

    private static final int MOST_TOKENS_PER_SECOND = 1500;
    private static final double ERROR_SHARE = 0.001;

    @Parameters(paramLabel = "NAME", description = "Scenarios to run.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--connections", defaultValue = "8", description = "At the same time (default ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each loop (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "Seconds before (default ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--load", defaultValue = "0.5", description = "Open loop's share of the rate (${DEFAULT-VALUE}).")
    private double share;

    @Option(names = "--out", paramLabel = "FILE", description = "JSON goes here (default .dx/bench.json).")
    private @Nullable Path out;

    private final Workplace workplace;
    private final Terminal terminal;

    BenchCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var partner = PartnerClient.of(region(), workplace.home());
        var results = new ArrayList<BenchResult>();
        for (var scenario : scenarios(partner)) {
            var result = measure(scenario, partner.region());
            results.add(result);
            terminal.output().print(result.table());
        }
        Path file = out == null ? workplace.home().resolve("bench.json") : out;
        write(results, file);
        terminal.output().println("JSON: " + file);
        return results.stream()
                        .anyMatch(result ->
                                result.closed().errors() > result.closed().pieces() * ERROR_SHARE)
                ? 1
                : 0;
    }

    private RegionState region() throws IOException, InterruptedException {
        var running = RegionState.read(workplace.home())
                .filter(state -> state.supervisor().find().isPresent())
                .filter(state -> state.status().equals(RegionState.READY));
        if (running.isPresent()) {
            return running.get();
        }
        var settings = new RegionSettings(
                workplace.root(), workplace.home(), workplace.home().resolve("data"), RegionSettings.USUAL_PORT, false);
        if (new DetachedRegion(workplace, terminal).start(settings, DetachedRegion.NO_TRAINING) != 0) {
            throw new RegionException("The region did not start, so there is nothing to measure.");
        }
        return workplace.region();
    }

    private List<Scenario> scenarios(PartnerClient partner) throws IOException {
        var messages = new ResultMessages(partner, workplace.root());
        messages.registerPatient(workplace.root());
        var sample = SampleRegion.keptIn(Path.of(partner.region().dataDirectory()));
        var tokens =
                new TokenClient(HttpClient.newHttpClient(), partner.region().gatewayUrl(), sample);
        var all = List.of(
                new ReadScenario(partner, messages), new IntakeScenario(messages), new TokenScenario(partner, tokens));
        var wanted = all.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
        if (wanted.size() < names.size() || wanted.isEmpty()) {
            throw new RegionException(
                    "Scenarios are: " + all.stream().map(Scenario::name).toList());
        }
        return wanted;
    }

    private BenchResult measure(Scenario scenario, RegionState region) throws IOException, InterruptedException {
        terminal.news().println("preparing " + scenario.name());
        var phases = List.of(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), Duration.ofSeconds(seconds));
        scenario.prepare(Load.pieces(phases, MOST_TOKENS_PER_SECOND));
        var load = new Load(scenario, connections);
        terminal.news().println("warming up " + scenario.name());
        load.closedLoop(phases.getFirst());
        terminal.news().println("measuring " + scenario.name());
        var before = CpuTimes.now(region);
        var closed = load.closedLoop(phases.get(1));
        var used = CpuTimes.now(region).since(before);
        var open = load.openLoop(phases.getLast(), Math.max(1, closed.perSecond() * share));
        return new BenchResult(
                scenario.name(),
                scenario.what(),
                connections,
                closed,
                open,
                BenchResult.perThousand(used, closed.pieces()));
    }

    private static void write(List<BenchResult> results, Path file) throws IOException {
        var content = new LinkedHashMap<String, Object>();
        content.put("measuredAt", Instant.now().toString());
        content.put("processors", Runtime.getRuntime().availableProcessors());
        content.put("java", Runtime.version().toString());
        content.put("results", results);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), content);
    }
}
