package org.meridiandx.bench.results;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.meridiandx.bench.patients.SyntheticPatients;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.bench.trials.TrialOptions;
import org.meridiandx.bench.trials.TrialRegion;
import org.meridiandx.bench.trials.TrialRuns;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.hl7v2.mllp.MllpClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    private static final String REGION = "bench_results";
    private static final List<TrialRegion.Other> OTHERS =
            List.of(new TrialRegion.Other("order-service", "bench_result_orders", "ORDERS"));

    private static final int LINES_OF_A_REPORT = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--rows", defaultValue = "1000000", description = "Observations in the table (${DEFAULT-VALUE}).")
    private int rows;

    @Option(names = "--patients", defaultValue = "50000", description = "Whose they are (${DEFAULT-VALUE}).")
    private int patients;

    @Option(names = "--search-rate", defaultValue = "100", description = "Searches a second (${DEFAULT-VALUE}).")
    private double searchRate;

    @Option(names = "--intake-rate", defaultValue = "200", description = "Messages a second (${DEFAULT-VALUE}).")
    private double intakeRate;

    @Mixin
    private TrialOptions options = new TrialOptions();

    private final Workplace workplace;
    private final Terminal terminal;

    public ResultsCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        var sections = options.sections(ResultTrials.SECTIONS);
        Path home = workplace.home().resolve("bench-results").toAbsolutePath().normalize();
        var plan = new TrialRegion.Plan(
                REGION, "result-service", "bench_result_service", OTHERS, new SyntheticPatients(patients));
        news("starting PostgreSQL and Kafka");
        try (var stand = Stand.start(workplace.root(), home, List.of(REGION));
                var region = TrialRegion.start(stand, plan, options.versions(workplace.root()), this::news)) {
            var results = results(region);
            region.bind();
            var rates = new ResultTrials.Rates(options.connections(), searchRate, intakeRate);
            var trials = region.measured().stream()
                    .flatMap(each -> new ResultTrials(region, each, results, rates).of(sections).stream())
                    .toList();
            var figures = new TrialRuns(home, options.pace(), this::news).of(trials);
            return options.show(
                    new TrialOptions.Output(workplace, terminal, "bench-results.json"),
                    String.format("Results: %,d Observations of %,d patients", rows, patients),
                    Map.of(
                            "rows",
                            rows,
                            "patients",
                            patients,
                            "serversAndGeneratorOnOneProcessorEach",
                            stand.cores().pinned()),
                    figures);
        }
    }

    private StoredResults results(TrialRegion region) throws SQLException, IOException {
        try (var connection = region.connect()) {
            var load = new ResultLoad(connection, region.patients(), rows / LINES_OF_A_REPORT, this::news);
            var found = load.found();
            return found.isPresent() ? found.get() : fill(region, load);
        }
    }

    private static StoredResults fill(TrialRegion region, ResultLoad load) throws SQLException, IOException {
        String filler = "BT" + System.currentTimeMillis();
        int port = region.measured().getFirst().mllpPort();
        try (var client = MllpClient.connect("127.0.0.1", port, PATIENCE)) {
            var reply = client.send(ResultBodies.oru(filler, region.patients().at(0)));
            if (!reply.isAccepted()) {
                throw new RegionException("The service takes no result: " + reply.code() + " " + reply.reason());
            }
        }
        return load.run(filler);
    }

    private void news(String line) {
        terminal.news().println(line);
    }
}
