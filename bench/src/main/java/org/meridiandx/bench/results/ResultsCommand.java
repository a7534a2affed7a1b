package org.meridiandx.bench.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.bench.trials.TrialFigures;
import org.meridiandx.bench.trials.TrialRuns;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.hl7v2.mllp.MllpClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dx bench results`.
@Command(
        name = "results",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures result-service with servers of its own: no region needs to be up. The service and PostgreSQL run"
                    + " on",
            "the first processor; the generator, and those whom the service asks, on the second."
        })
public final class ResultsCommand implements Callable<Integer> {

    private static final int LINES_OF_A_REPORT = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "Parts to run (default: all).")
    private List<String> only = new ArrayList<>();

    @Option(names = "--rows", defaultValue = "1000000", description = "Observations in the table (${DEFAULT-VALUE}).")
    private int rows;

    @Option(names = "--patients", defaultValue = "50000", description = "Whose they are (${DEFAULT-VALUE}).")
    private int patients;

    @Option(names = "--search-rate", defaultValue = "100", description = "Searches a second (${DEFAULT-VALUE}).")
    private double searchRate;

    @Option(names = "--intake-rate", defaultValue = "200", description = "Messages a second (${DEFAULT-VALUE}).")
    private double intakeRate;

    @Option(names = "--runs", defaultValue = "3", description = "Of each, in turns (${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each loop (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "30", description = "Seconds for each (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--connections", defaultValue = "8", description = "At the same time (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--recordings", description = "Keep a recording of CPU time of each part's first run.")
    private boolean recordings;

    @Option(names = "--flag", paramLabel = "FLAG", description = "Further flags of the service's JVM.")
    private List<String> flags = new ArrayList<>();

    @Option(names = "--versus", paramLabel = "DIR", description = "Another checkout, measured in turns with this one.")
    private @Nullable Path versus;

    @Option(names = "--versus-flag", paramLabel = "FLAG", description = "Flags of that one's JVM.")
    private List<String> versusFlags = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "JSON goes here (default .dx/bench-results.json).")
    private @Nullable Path out;

    private final Workplace workplace;
    private final Terminal terminal;

    public ResultsCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        if (!ResultTrials.SECTIONS.containsAll(only)) {
            throw new RegionException("Parts are: " + ResultTrials.SECTIONS);
        }
        Path home = workplace.home().resolve("bench-results").toAbsolutePath().normalize();
        news("starting PostgreSQL and Kafka");
        try (var stand = Stand.start(workplace.root(), home, List.of(ResultStage.REGION));
                var stage = ResultStage.start(stand, patients, versions(), this::news)) {
            var results = results(stage);
            stage.bind();
            var rates = new ResultTrials.Rates(connections, searchRate, intakeRate);
            var sections = only.isEmpty() ? ResultTrials.SECTIONS : only;
            var trials = stage.results().stream()
                    .flatMap(each -> new ResultTrials(stage, each, results, rates).of(sections).stream())
                    .toList();
            var pace = new TrialRuns.Pace(runs, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), recordings);
            return show(
                    new TrialRuns(home, pace, this::news).of(trials),
                    stand.cores().pinned());
        }
    }

    private List<ResultStage.Version> versions() {
        var versions = new ArrayList<ResultStage.Version>();
        boolean isCompared = versus != null || !versusFlags.isEmpty();
        if (isCompared) {
            Path other = versus == null ? workplace.root() : versus.toAbsolutePath();
            versions.add(new ResultStage.Version("before", other, versusFlags));
        }
        versions.add(new ResultStage.Version(isCompared ? "after" : "", workplace.root(), flags));
        return versions;
    }

    private StoredResults results(ResultStage stage) throws SQLException, IOException {
        try (var connection = stage.stand().database().connect(ResultStage.DATABASE)) {
            var load = new ResultLoad(connection, stage.patients(), rows / LINES_OF_A_REPORT, this::news);
            var found = load.found();
            return found.isPresent() ? found.get() : fill(stage, load);
        }
    }

    private static StoredResults fill(ResultStage stage, ResultLoad load) throws SQLException, IOException {
        String filler = "BT" + System.currentTimeMillis();
        int port = stage.results().getFirst().mllpPort();
        try (var client = MllpClient.connect("127.0.0.1", port, PATIENCE)) {
            var reply = client.send(ResultBodies.oru(filler, stage.patients().at(0)));
            if (!reply.isAccepted()) {
                throw new RegionException("The service takes no result: " + reply.code() + " " + reply.reason());
            }
        }
        return load.run(filler);
    }

    private int show(List<TrialFigures> figures, boolean isPinned) throws IOException {
        terminal.output()
                .printf(
                        "Results: %,d Observations of %,d patients, %d connections, medians of %d runs in turns%n",
                        rows, patients, connections, runs);
        figures.stream().flatMap(each -> each.lines().stream()).forEach(terminal.output()::println);
        var content = new LinkedHashMap<String, Object>();
        content.put("measuredAt", Instant.now().toString());
        content.put("processors", Runtime.getRuntime().availableProcessors());
        content.put("serversAndGeneratorOnOneProcessorEach", isPinned);
        content.put("java", Runtime.version().toString());
        content.put("rows", rows);
        content.put("patients", patients);
        content.put("figures", figures.stream().filter(TrialFigures::isGood).toList());
        Path file = out == null ? workplace.home().resolve("bench-results.json") : out;
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), content);
        terminal.output().println("JSON: " + file);
        return figures.stream().allMatch(TrialFigures::isGood) ? 0 : 1;
    }

    private void news(String line) {
        terminal.news().println(line);
    }
}
