package org.meridiandx.bench.stand;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.meridiandx.bench.load.ProcessCpu;
import org.meridiandx.dev.process.ChildProcess;
import org.meridiandx.dev.process.LogFile;
import org.meridiandx.dev.region.RegionException;

/// One server of the stand, in a process of its own that ends with this program.
public final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int SHOWN_LOG_LINES = 15;

    private final String name;
    private final URI base;
    private final LogFile log;
    private final ChildProcess process;
    private final Process started;

    private Server(String name, URI base, LogFile log, ChildProcess process, Process started) {
        this.name = name;
        this.base = base;
        this.log = log;
        this.process = process;
        this.started = started;
    }

    /// What is to be started.
    ///
    /// @param name for people
    /// @param base where it answers
    /// @param ready answers 200 once it is ready
    record Plan(String name, URI base, URI ready, List<String> command, Map<String, String> environment, Path data) {}

    /// Starts a server and returns once it is ready.
    ///
    /// @throws RegionException with the end of its log when it does not come up
    static Server start(Plan plan) throws IOException, InterruptedException {
        var log = new LogFile(plan.data().resolve(plan.name() + ".log"));
        var process = new ChildProcess(log);
        var server = new Server(
                plan.name(),
                plan.base(),
                log,
                process,
                process.start(plan.command(), plan.environment(), false, plan.data()));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.awaitReady(plan.ready());
        return server;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public String name() {
        return name;
    }

    /// Where it answers, without a slash at the end.
    public URI base() {
        return base;
    }

    public ProcessHandle handle() {
        return started.toHandle();
    }

    /// CPU seconds so far.
    public double cpuSeconds() {
        return ProcessCpu.ofTree(started.toHandle());
    }

    private void awaitReady(URI ready) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (!answers(client, ready)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new RegionException(name + " did not start. The end of " + log.path() + ":\n"
                            + String.join("\n", log.tail(SHOWN_LOG_LINES)));
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static boolean answers(HttpClient client, URI ready) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
