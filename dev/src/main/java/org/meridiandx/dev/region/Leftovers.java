package org.meridiandx.dev.region;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.meridiandx.dev.process.Mark;
import org.meridiandx.dev.process.ProcessId;

/// What still runs of a region whose supervisor died.
///
/// Its parts stop by themselves when their supervisor is gone; this finds those that have not done so yet, or cannot.
/// They are told by the mark on their command line, by `region.json`, and PostgreSQL by its data directory.
public final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String POSTGRES = "postgres";
    private static final String KAFKA = "kafka";

    private final Path home;
    private final PostgresServer postgres;
    private final Map<String, List<ProcessId>> parts = new LinkedHashMap<>();

    private Leftovers(Path home, Path data) {
        this.home = home;
        this.postgres = new PostgresServer(data.resolve(POSTGRES));
        RegionState.readIfPossible(home).stream()
                .flatMap(state -> state.parts().stream())
                .filter(part -> !part.name().equals(POSTGRES))
                .forEach(part -> add(part.name(), part.process()));
        Mark.findAll(home).forEach(marked -> add(marked.part(), marked.process()));
        if (new DataDirectory(data).isFree()) {
            add(POSTGRES, postgres.process());
        }
    }

    /// Looks for what is left in a home that no supervisor watches over.
    ///
    /// @param home where `region.json` is
    /// @param data the data directory that is used when `region.json` names none
    public static Leftovers find(Path home, Path data) {
        Path absolute = home.toAbsolutePath().normalize();
        Path directory = RegionState.readIfPossible(absolute)
                .map(state -> Path.of(state.dataDirectory()))
                .orElse(data);
        return new Leftovers(absolute, directory.toAbsolutePath().normalize());
    }

    /// Whether nothing is left.
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /// The names of the parts that are left.
    public List<String> names() {
        return List.copyOf(parts.keySet());
    }

    /// Ends what is left, the services first, and forgets the region. Only for who holds the home's lock.
    void end(RegionListener listener) {
        var services = parts.keySet().stream()
                .filter(part -> !part.equals(POSTGRES) && !part.equals(KAFKA))
                .toList();
        inParallel(services, listener);
        inParallel(
                parts.keySet().stream().filter(part -> !services.contains(part)).toList(), listener);
        RegionState.delete(home);
    }

    /// Ends what a dead supervisor left in a home.
    ///
    /// @return the names of the parts that were still running
    /// @throws RegionException when a supervisor is at work there
    public static List<String> end(Path home, Path data, RegionListener listener) {
        try (var lock = RegionLock.take(home)) {
            var found = find(home, data);
            found.end(listener);
            return found.names();
        }
    }

    /// The parts with their processes, for people.
    @Override
    public String toString() {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + " (process "
                        + part.getValue().stream()
                                .map(process -> String.valueOf(process.pid()))
                                .collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.joining(", "));
    }

    private void add(String part, ProcessId process) {
        if (process.find().isPresent()) {
            var known = parts.computeIfAbsent(part, name -> new ArrayList<>());
            if (known.stream().noneMatch(one -> one.pid() == process.pid())) {
                known.add(process);
            }
        }
    }

    private void inParallel(List<String> names, RegionListener listener) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(names.stream()
                            .map(name -> CompletableFuture.runAsync(() -> end(name, listener), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private void end(String part, RegionListener listener) {
        long begin = System.nanoTime();
        listener.stopping(part);
        if (part.equals(POSTGRES)) {
            postgres.stop();
        }
        parts.getOrDefault(part, List.of()).forEach(process -> process.end(PATIENCE));
        listener.stopped(part, Duration.ofNanos(System.nanoTime() - begin));
    }
}
