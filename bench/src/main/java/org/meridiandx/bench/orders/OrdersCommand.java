package org.meridiandx.bench.orders;

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
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.HttpWire;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine.Command;
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

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "Parts to run (default: all).")
    private List<String> only = new ArrayList<>();

    @Option(names = "--requests", defaultValue = "1000000", description = "In the table (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--patients", defaultValue = "200000", description = "Whose they are (${DEFAULT-VALUE}).")
    private int patients;

    @Option(names = "--search-rate", defaultValue = "100", description = "Searches a second (${DEFAULT-VALUE}).")
    private double searchRate;

    @Option(names = "--hook-rate", defaultValue = "100", description = "Hooks a second (${DEFAULT-VALUE}).")
    private double hookRate;

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

    @Option(names = "--out", paramLabel = "FILE", description = "JSON goes here (default .dx/bench-orders.json).")
    private @Nullable Path out;

    private final Workplace workplace;
    private final Terminal terminal;

    public OrdersCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        if (!Trials.SECTIONS.containsAll(only)) {
            throw new RegionException("Parts are: " + Trials.SECTIONS);
        }
        Path home = workplace.home().resolve("bench-orders").toAbsolutePath().normalize();
        news("starting PostgreSQL and Kafka");
        try (var stand = Stand.start(workplace.root(), home, List.of(OrderStage.REGION));
                var stage = OrderStage.start(stand, patients, versions(), this::news)) {
            var orders = orders(stage);
            stage.bind();
            var rates = new Trials.Pace(connections, searchRate, hookRate);
            var sections = only.isEmpty() ? Trials.SECTIONS : only;
            var trials = stage.orders().stream()
                    .flatMap(each -> new Trials(stage, each, orders, rates).of(sections).stream())
                    .toList();
            var pace = new OrderRuns.Pace(runs, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), recordings);
            var figures = new OrderRuns(stage, pace, this::news).of(trials);
            return show(figures, stand.cores().pinned());
        }
    }

    private List<OrderStage.Version> versions() {
        var versions = new ArrayList<OrderStage.Version>();
        boolean isCompared = versus != null || !versusFlags.isEmpty();
        if (isCompared) {
            Path other = versus == null ? workplace.root() : versus.toAbsolutePath();
            versions.add(new OrderStage.Version("before", other, versusFlags));
        }
        versions.add(new OrderStage.Version(isCompared ? "after" : "", workplace.root(), flags));
        return versions;
    }

    private StoredOrders orders(OrderStage stage) throws SQLException, IOException {
        try (var connection = stage.stand().database().connect(OrderStage.DATABASE)) {
            var load = new OrderLoad(connection, stage.patients(), requests, this::news);
            var found = load.found();
            return found.isPresent() ? found.get() : fill(stage, load);
        }
    }

    private static StoredOrders fill(OrderStage stage, OrderLoad load) throws SQLException, IOException {
        String placer = "BT" + System.currentTimeMillis();
        try (var wire = new HttpWire(stage.base())) {
            String body = OrderBodies.order(placer, stage.patients().at(0));
            HttpCalls.Call call = Trials.creation(stage.base(), placer, stage.token(), body);
            var answer = wire.answer(call.request());
            if (answer.status() != call.status()) {
                throw new RegionException("The service takes no order: " + answer.status() + " " + answer.text());
            }
            return load.run(
                    new ObjectMapper().readTree(answer.body()).path("id").asText(), placer);
        }
    }

    private int show(List<OrderFigures> figures, boolean isPinned) throws IOException {
        terminal.output()
                .printf(
                        "Orders: %,d requests of %,d patients, %d connections, medians of %d runs in turns%n",
                        requests, patients, connections, runs);
        figures.stream().flatMap(each -> each.lines().stream()).forEach(terminal.output()::println);
        var content = new LinkedHashMap<String, Object>();
        content.put("measuredAt", Instant.now().toString());
        content.put("processors", Runtime.getRuntime().availableProcessors());
        content.put("serversAndGeneratorOnOneProcessorEach", isPinned);
        content.put("java", Runtime.version().toString());
        content.put("requests", requests);
        content.put("patients", patients);
        content.put("figures", figures.stream().filter(OrderFigures::isGood).toList());
        Path file = out == null ? workplace.home().resolve("bench-orders.json") : out;
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), content);
        terminal.output().println("JSON: " + file);
        return figures.stream().allMatch(OrderFigures::isGood) ? 0 : 1;
    }

    private void news(String line) {
        terminal.news().println(line);
    }
}
