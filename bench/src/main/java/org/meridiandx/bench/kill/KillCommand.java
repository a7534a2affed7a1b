package org.meridiandx.bench.kill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.region.Region;
import org.meridiandx.dev.region.RegionListener;
import org.meridiandx.dev.region.RegionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dx bench kill`.
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends results to a region of its own while result-service, PostgreSQL and Kafka are killed (kill -9), and",
            "holds what was acknowledged against what is stored, followed and told. Exit code 1 on any loss."
        })
public final class KillCommand implements Callable<Integer> {

    private static final int LARGEST_SEED = 1_000_000;

    @Option(names = "--messages", defaultValue = "10000", description = "ORU^R01 (${DEFAULT-VALUE}).")
    private int messages;

    @Option(names = "--kills", defaultValue = "20", description = "Moments at which one dies (${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--seed", description = "Same seed, same victims and moments (default: any; it is printed).")
    private @Nullable Long seed;

    @Option(names = "--connections", defaultValue = "8", description = "At the same time (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--out", paramLabel = "FILE", description = "JSON goes here (default .dx/bench-kill.json).")
    private @Nullable Path out;

    private final Workplace workplace;
    private final Terminal terminal;

    public KillCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(LARGEST_SEED) : seed;
        var plan = new KillPlan(messages, kills, chosen, connections);
        Path home = workplace.home().resolve("bench-kill").toAbsolutePath().normalize();
        Files.createDirectories(home);
        var settings = new RegionSettings(workplace.root(), home, home.resolve("data"), 0, true);
        news("starting a region below " + home);
        KillReport report;
        try (var region = Region.start(settings, new Listener())) {
            report = new KillRun(home, plan, this::news).run();
        }
        report.lines().forEach(terminal.output()::println);
        Path file = out == null ? workplace.home().resolve("bench-kill.json") : out;
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), report);
        terminal.output().println("JSON: " + file);
        return report.faults().isEmpty() ? 0 : 1;
    }

    private void news(String line) {
        terminal.news().println(line);
    }

    /// Says what does not start; who is started again is said where it was killed.
    private final class Listener implements RegionListener {
        @Override
        public void failed(String part, String reason, List<String> lastLines) {
            news(part + " " + reason);
            lastLines.forEach(KillCommand.this::news);
        }
    }
}
