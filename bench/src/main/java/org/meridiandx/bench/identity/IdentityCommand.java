package org.meridiandx.bench.identity;

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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.persona.IssuerKey;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dx bench identity`.
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures identity-service, beside Keycloak where that does the same, with servers of its own: no region",
            "needs to be up. Servers run on the first processor, the generator on the second."
        })
public final class IdentityCommand implements Callable<Integer> {

    private static final List<Part> PARTS =
            List.of(new TokenPart(), new VerificationPart(), new DecisionPart(), new SearchPart(), new AuditPart());

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "Parts to run (default: all).")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--issuer-keys",
            split = ",",
            defaultValue = "rsa,ec",
            paramLabel = "KIND",
            description = "Kinds of key that tokens are signed with: rsa (RS256), ec (ES256); default both.")
    private List<IssuerKey> issuerKeys = new ArrayList<>();

    @Option(names = "--patients", defaultValue = "5000000", description = "In the table (${DEFAULT-VALUE}).")
    private int patients;

    @Option(names = "--search-rate", defaultValue = "100", description = "Searches a second (${DEFAULT-VALUE}).")
    private double searchRate;

    @Option(names = "--runs", defaultValue = "3", description = "Of each side, in turns (${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each loop (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "60", description = "Seconds for each side (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--connections", defaultValue = "8", description = "At the same time (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--out", paramLabel = "FILE", description = "JSON goes here (default .dx/bench-identity.json).")
    private @Nullable Path out;

    private final Workplace workplace;
    private final Terminal terminal;

    public IdentityCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var parts = parts();
        Path home = workplace.home().resolve("bench-identity").toAbsolutePath().normalize();
        var regions = Stream.concat(
                        Stream.of(IssuerKey.values()).map(TokenPart::instance),
                        Stream.of(PatientStage.NAME, AuditPart.REGION))
                .toList();
        news("starting PostgreSQL and Kafka");
        var sections = new ArrayList<Section>();
        try (var stand = Stand.start(workplace.root(), home, regions)) {
            if (!stand.cores().pinned()) {
                news(
                        "This machine cannot bind programs to processors: rates are of all of it, shared with the generator.");
            }
            var pace = new TokenComparison.Pace(
                    connections, runs, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
            var setting = new Setting(stand, issuerKeys, pace, patients, searchRate, this::news);
            for (var part : parts) {
                var section = measure(part, setting);
                section.lines().forEach(terminal.output()::println);
                sections.add(section);
                write(sections, stand.cores().pinned());
            }
        }
        terminal.output().println("JSON: " + file());
        return sections.stream().allMatch(Section::good) ? 0 : 1;
    }

    /// A part that cannot be measured does not take the others with it.
    private static Section measure(Part part, Setting setting) throws InterruptedException {
        try {
            return part.measure(setting);
        } catch (RegionException | IOException | SQLException e) {
            String fault = part.name() + " could not be measured: " + e.getMessage();
            return new Section(part.name(), List.of(fault), Map.of("fault", fault), false);
        }
    }

    private Path file() {
        return out == null ? workplace.home().resolve("bench-identity.json") : out;
    }

    private List<Part> parts() {
        var names = PARTS.stream().map(Part::name).toList();
        if (!names.containsAll(only)) {
            throw new RegionException("Parts are: " + names);
        }
        return PARTS.stream()
                .filter(part -> only.isEmpty() || only.contains(part.name()))
                .toList();
    }

    private void news(String line) {
        terminal.news().println(line);
    }

    private void write(List<Section> sections, boolean pinned) throws IOException {
        var content = new LinkedHashMap<String, Object>();
        content.put("measuredAt", Instant.now().toString());
        content.put("processors", Runtime.getRuntime().availableProcessors());
        content.put("serversAndGeneratorOnOneProcessorEach", pinned);
        content.put("java", Runtime.version().toString());
        sections.forEach(section -> content.put(section.name(), section.figures()));
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file().toFile(), content);
    }
}
