package org.meridiandx.dev.region;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.meridiandx.dev.process.AotCache;
import org.meridiandx.dev.process.ChildProcess;
import org.meridiandx.dev.process.JavaCommand;
import org.meridiandx.dev.process.LogFile;
import org.meridiandx.dev.process.Mark;

/// One service in a process of its own, run from its build output with the settings of this region.
final class ServicePart implements Part {

    private static final int HEAP_MEGABYTES = 256;
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(180);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(150);

    private final Service service;
    private final RegionSettings settings;
    private final Map<String, String> environment;
    private final URI health;
    private final HttpClient client;
    private final LogFile log;
    private final ChildProcess process;

    ServicePart(
            Service service, RegionSettings settings, Ports ports, Map<String, String> environment, HttpClient client) {
        this.service = service;
        this.settings = settings;
        this.environment = Map.copyOf(environment);
        this.health = URI.create("http://127.0.0.1:" + ports.management(service) + "/q/health");
        this.client = client;
        this.log = new LogFile(settings.logs().resolve(service.title() + ".log"));
        this.process = new ChildProcess(log);
    }

    @Override
    public String name() {
        return service.title();
    }

    @Override
    public void start() throws PartFailedException {
        try {
            process.start(command(), environment, false, settings.data());
        } catch (IOException e) {
            throw new PartFailedException("could not be started: " + e.getMessage(), e);
        }
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        // Asked in this order: when the process is gone, whoever answers at its port is somebody else.
        while (!isReady() || !process.isAlive()) {
            if (!process.isAlive()) {
                throw new PartFailedException("ended while it started");
            }
            if (System.nanoTime() > deadline) {
                throw new PartFailedException("was not ready within " + READY_TIMEOUT.toSeconds() + " s");
            }
        }
    }

    @Override
    public CompletionStage<?> ended() {
        return process.ended();
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public RegionState.PartState state() {
        return new RegionState.PartState(
                name(), process.id(), health.toString(), log.path().toString());
    }

    @Override
    public LogFile log() {
        return log;
    }

    /// The flags of every service's JVM.
    static List<String> flags() {
        return JavaCommand.flags(HEAP_MEGABYTES);
    }

    /// What makes a service start faster, if it was made.
    static AotCache cache(Service service, Path root) {
        return new AotCache(service.application(root), flags());
    }

    private List<String> command() {
        var rest = new ArrayList<String>();
        rest.addAll(cache(service, settings.root()).flag());
        rest.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        rest.addAll(JavaCommand.launched(service.runner(settings.root())));
        return JavaCommand.of(new Mark(name(), settings.home()), HEAP_MEGABYTES, rest);
    }

    private boolean isReady() throws PartFailedException {
        try {
            var request = HttpRequest.newBuilder(URI.create(health + "/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                return true;
            }
        } catch (IOException e) {
            // Not listening yet: that is what this loop waits for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailedException("was interrupted", e);
        }
        try {
            Thread.sleep(PROBE_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailedException("was interrupted", e);
        }
        return false;
    }
}
