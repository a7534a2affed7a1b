package org.meridiandx.bench.orders;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.meridiandx.bench.load.HttpWire;
import org.meridiandx.bench.patients.SyntheticPatients;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.bench.trials.Requests;
import org.meridiandx.bench.trials.TrialOptions;
import org.meridiandx.bench.trials.TrialRegion;
import org.meridiandx.bench.trials.TrialRuns;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dx bench orders`.
@Command(
        name = "orders",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures order-service with servers of its own: no region needs to be up. The service and PostgreSQL run on",
            "the first processor; the generator, and those whom the service asks, on the second."
        })
public final class OrdersCommand implements Callable<Integer> {

    private static final String REGION = "bench_orders";
    private static final List<TrialRegion.Other> OTHERS = List.of(
            new TrialRegion.Other("result-service", "bench_order_results", "RESULTS"),
            new TrialRegion.Other("imaging-index-service", "bench_order_imaging", "IMAGING"));

    @Option(names = "--requests", defaultValue = "1000000", description = "In the table (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--patients", defaultValue = "200000", description = "Whose they are (${DEFAULT-VALUE}).")
    private int patients;

    @Option(names = "--search-rate", defaultValue = "100", description = "Searches a second (${DEFAULT-VALUE}).")
    private double searchRate;

    @Option(names = "--hook-rate", defaultValue = "100", description = "Hooks a second (${DEFAULT-VALUE}).")
    private double hookRate;

    @Mixin
    private TrialOptions options = new TrialOptions();

    private final Workplace workplace;
    private final Terminal terminal;

    public OrdersCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        var sections = options.sections(OrderTrials.SECTIONS);
        Path home = workplace.home().resolve("bench-orders").toAbsolutePath().normalize();
        var plan = new TrialRegion.Plan(
                REGION, "order-service", "bench_order_service", OTHERS, new SyntheticPatients(patients));
        news("starting PostgreSQL and Kafka");
        try (var stand = Stand.start(workplace.root(), home, List.of(REGION));
                var region = TrialRegion.start(stand, plan, options.versions(workplace.root()), this::news)) {
            var orders = orders(region);
            region.bind();
            var rates = new OrderTrials.Rates(options.connections(), searchRate, hookRate);
            var trials = region.measured().stream()
                    .flatMap(each -> new OrderTrials(region, each, orders, rates).of(sections).stream())
                    .toList();
            var figures = new TrialRuns(home, options.pace(), this::news).of(trials);
            return options.show(
                    new TrialOptions.Output(workplace, terminal, "bench-orders.json"),
                    String.format("Orders: %,d requests of %,d patients", requests, patients),
                    Map.of(
                            "requests",
                            requests,
                            "patients",
                            patients,
                            "serversAndGeneratorOnOneProcessorEach",
                            stand.cores().pinned()),
                    figures);
        }
    }

    private StoredOrders orders(TrialRegion region) throws SQLException, IOException {
        try (var connection = region.connect()) {
            var load = new OrderLoad(connection, region.patients(), requests, this::news);
            var found = load.found();
            return found.isPresent() ? found.get() : fill(region, load);
        }
    }

    private static StoredOrders fill(TrialRegion region, OrderLoad load) throws SQLException, IOException {
        String placer = "BT" + System.currentTimeMillis();
        var base = region.measured().getFirst().base();
        var asking = new Requests(base, region.token(OrderTrials.CALLER));
        try (var wire = new HttpWire(base)) {
            var call = OrderTrials.creation(asking, placer, region.patients().at(0));
            var answer = wire.answer(call.request());
            if (answer.status() != call.status()) {
                throw new RegionException("The service takes no order: " + answer.status() + " " + answer.text());
            }
            return load.run(
                    new ObjectMapper().readTree(answer.body()).path("id").asText(), placer);
        }
    }

    private void news(String line) {
        terminal.news().println(line);
    }
}
