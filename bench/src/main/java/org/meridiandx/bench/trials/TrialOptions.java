package org.meridiandx.bench.trials;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine.Option;

/// What the commands that measure a service in trials have in common.
public final class TrialOptions {

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "Parts to run (default: all).")
    private List<String> only = new ArrayList<>();

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

    @Option(names = "--out", paramLabel = "FILE", description = "JSON goes here (default: below .dx).")
    private @Nullable Path out;

    public int connections() {
        return connections;
    }

    /// Those of all that are wanted.
    public List<String> sections(List<String> all) {
        if (!all.containsAll(only)) {
            throw new RegionException("Parts are: " + all);
        }
        return only.isEmpty() ? all : only;
    }

    /// The builds that are measured: one, or two that are compared.
    public List<ServiceVersion> versions(Path root) {
        var versions = new ArrayList<ServiceVersion>();
        boolean isCompared = versus != null || !versusFlags.isEmpty();
        if (isCompared) {
            Path other = versus == null ? root : versus.toAbsolutePath();
            versions.add(new ServiceVersion("before", other, versusFlags));
        }
        versions.add(new ServiceVersion(isCompared ? "after" : "", root, flags));
        return versions;
    }

    public TrialRuns.Pace pace() {
        return new TrialRuns.Pace(runs, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), recordings);
    }

    /// Shows what came out, for people and as JSON.
    ///
    /// @param of what was measured, for people
    /// @param about what it was measured with, for the JSON
    /// @return the exit code
    public int show(Output to, String of, Map<String, Object> about, List<TrialFigures> figures) throws IOException {
        var paper = to.terminal().output();
        paper.printf("%s, %d connections, medians of %d runs in turns%n", of, connections, runs);
        figures.stream().flatMap(each -> each.lines().stream()).forEach(paper::println);
        var content = new LinkedHashMap<String, Object>();
        content.put("measuredAt", Instant.now().toString());
        content.put("processors", Runtime.getRuntime().availableProcessors());
        content.put("java", Runtime.version().toString());
        content.putAll(about);
        content.put("figures", figures.stream().filter(TrialFigures::isGood).toList());
        Path file = out == null ? to.workplace().home().resolve(to.file()) : out;
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), content);
        paper.println("JSON: " + file);
        return figures.stream().allMatch(TrialFigures::isGood) ? 0 : 1;
    }

    /// @param file name of the JSON where no other is asked for
    public record Output(Workplace workplace, Terminal terminal, String file) {}
}
