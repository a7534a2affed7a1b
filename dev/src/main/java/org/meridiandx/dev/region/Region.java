package org.meridiandx.dev.region;

import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.Secrets;
import org.meridiandx.dev.process.ProcessId;

/// A running region and its supervisor: starts the parts in order, starts again what ends unasked, stops everything.
///
/// Stages: PostgreSQL and Kafka side by side, then the services side by side, then the gateway.
public final class Region implements AutoCloseable {

    private static final int MAX_RESTARTS = 10;
    private static final Duration RESTART_PAUSE = Duration.ofMillis(300);
    private static final int SHOWN_LOG_LINES = 15;

    private final RegionSettings settings;
    private final RegionListener listener;
    private final List<RegionLock> locks;
    private final Ports ports;
    private final List<List<Part>> stages;
    private final AotTraining training;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile String status = RegionState.STARTING;

    private Region(RegionSettings settings, RegionListener listener, List<RegionLock> locks, Ports ports) {
        this.settings = settings;
        this.listener = listener;
        this.locks = List.copyOf(locks);
        this.training = new AotTraining(settings);
        this.ports = ports;
        var secrets = Secrets.keptIn(settings.data());
        var environment =
                new ServiceEnvironment(settings, ports, gatewayUrl(), SampleRegion.keptIn(settings.data()), secrets);
        var client = HttpClient.newHttpClient();
        List<Part> services = Arrays.stream(Service.values())
                .<Part>map(service -> new ServicePart(service, settings, ports, environment.of(service), client))
                .toList();
        this.stages = List.of(
                List.of(
                        new PostgresPart(settings, ports.postgres(), secrets.databasePassword()),
                        new KafkaPart(settings, ports)),
                services,
                List.of(new GatewayPart(settings, ports)));
    }

    /// Starts a region and returns once every part is ready. It is stopped when this JVM ends, at the latest.
    ///
    /// @throws RegionException when it cannot be started; nothing is left running then
    public static Region start(RegionSettings settings, RegionListener listener) {
        requireBuilt(settings.root());
        var locks = new ArrayList<RegionLock>();
        locks.add(RegionLock.take(settings.home()));
        try {
            Leftovers.find(settings.home(), settings.data()).end(listener);
            var data = new DataDirectory(settings.data());
            locks.add(data.take());
            new PostgresServer(settings.data().resolve("postgres")).stop();
            data.prepare(settings.fresh());
            var region = new Region(settings, listener, locks, Ports.choose(settings.port(), settings.mllpPort()));
            Runtime.getRuntime().addShutdownHook(new Thread(region::close, "region-stop"));
            region.startParts();
            return region;
        } catch (RuntimeException e) {
            RegionState.delete(settings.home());
            locks.forEach(RegionLock::close);
            throw e;
        }
    }

    /// The names of all parts, in the order in which they start.
    public static List<String> partNames() {
        return Stream.of(
                        Stream.of("postgres", "kafka"),
                        Arrays.stream(Service.values()).map(Service::title),
                        Stream.of("gateway"))
                .flatMap(Function.identity())
                .toList();
    }

    /// What `region.json` says now.
    public RegionState state() {
        return new RegionState(
                status,
                RegionSettings.REGION,
                gatewayUrl(),
                settings.data().toString(),
                ProcessId.of(ProcessHandle.current()),
                ports.mllp().entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().title(), Map.Entry::getValue)),
                "127.0.0.1:" + ports.postgres(),
                "127.0.0.1:" + ports.kafka(),
                parts().map(Part::state).toList());
    }

    /// Begins to make, in the background and at the lowest priority, what lets the services start faster next time.
    public void train() {
        if (AotTraining.possible(settings.root())) {
            threads.submit(training::run);
        }
    }

    /// Waits until the region is stopped.
    ///
    /// @return whether it was asked to stop; otherwise a part could not be kept running
    public boolean awaitEnd() {
        return end.join();
    }

    /// Stops every part, the last first, and returns when nothing is left running. Data is kept.
    @Override
    public void close() {
        stop(true);
    }

    private void stop(boolean asked) {
        if (!stopping.compareAndSet(false, true)) {
            end.join();
            return;
        }
        status = RegionState.STOPPING;
        try {
            writeState();
        } catch (UncheckedIOException e) {
            // The home was deleted or its disk is full; the parts are stopped all the same.
        }
        training.close();
        try {
            stages.reversed().forEach(stage -> inParallel(stage, this::stopPart));
        } finally {
            RegionState.delete(settings.home());
            locks.forEach(RegionLock::close);
            end.complete(asked);
        }
    }

    private void startParts() {
        writeState();
        for (var stage : stages) {
            var failures = new ArrayList<String>();
            inParallel(stage, part -> {
                if (!startPart(part)) {
                    synchronized (failures) {
                        failures.add(part.name());
                    }
                }
            });
            if (stopping.get()) {
                throw new RegionException("The region was stopped while it started.");
            }
            writeState();
            if (!failures.isEmpty()) {
                stop(false);
                throw new RegionException("The region did not start because of " + String.join(", ", failures)
                        + ". The whole logs are in " + settings.logs() + ".");
            }
        }
        status = RegionState.READY;
        writeState();
        listener.allReady();
        parts().forEach(this::watch);
    }

    private boolean startPart(Part part) {
        long begin = System.nanoTime();
        listener.starting(part.name());
        try {
            part.start();
            listener.ready(part.name(), Duration.ofNanos(System.nanoTime() - begin));
            return true;
        } catch (Part.PartFailedException e) {
            if (!stopping.get()) {
                listener.failed(
                        part.name(), String.valueOf(e.getMessage()), part.log().tail(SHOWN_LOG_LINES));
            }
            return false;
        }
    }

    private void stopPart(Part part) {
        long begin = System.nanoTime();
        listener.stopping(part.name());
        part.stop();
        listener.stopped(part.name(), Duration.ofNanos(System.nanoTime() - begin));
    }

    private void watch(Part part) {
        threads.submit(() -> {
            for (int restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
                part.ended().toCompletableFuture().join();
                if (pauseAndCheckStopping()) {
                    return;
                }
                listener.restarting(part.name());
                part.stop();
                if (!startPart(part)) {
                    break;
                }
                writeState();
            }
            stop(false);
        });
    }

    /// A signal from the terminal reaches parts and supervisor at the same time; a part that ended
    /// by it is not started again.
    private boolean pauseAndCheckStopping() {
        try {
            Thread.sleep(RESTART_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        return stopping.get();
    }

    private void inParallel(List<Part> stage, java.util.function.Consumer<Part> work) {
        var all = stage.stream()
                .map(part -> CompletableFuture.runAsync(() -> work.accept(part), threads))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
    }

    private synchronized void writeState() {
        state().write(settings.home());
    }

    private Stream<Part> parts() {
        return stages.stream().flatMap(List::stream);
    }

    private String gatewayUrl() {
        return "http://localhost:" + ports.gateway();
    }

    private static void requireBuilt(Path root) {
        var missing = Stream.concat(
                        Stream.of(KafkaPart.libraries(root)),
                        Arrays.stream(Service.values()).map(service -> service.runner(root)))
                .filter(path -> !Files.exists(path))
                .map(path -> root.relativize(path).toString())
                .toList();
        if (!missing.isEmpty()) {
            throw new RegionException(
                    "Not built yet: " + String.join(", ", missing) + ". Build with: ./mvnw install -DskipTests");
        }
    }
}
