package org.meridiandx.testkit.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.meridiandx.testkit.port.FreePort;

/// The packaged service in a process of its own, so that it can be killed and its memory be bounded.
public final class ServiceProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private final Process process;
    private final int port;

    private ServiceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it and waits until it is ready.
    ///
    /// @param java options of the virtual machine
    public static ServiceProcess start(Map<String, String> settings, List<String> java) throws Exception {
        var port = FreePort.take();
        var management = FreePort.take();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.management.port=" + management);
        command.addAll(List.of("-jar", JAR.toString()));
        var log = Files.createTempFile(Path.of("target"), "service", ".log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        var service = new ServiceProcess(process, port);
        service.awaitReady(management, log.toPath());
        return service;
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    public int port() {
        return port;
    }

    /// SIGKILL: no hook runs, nothing is flushed.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public boolean isKilled() {
        return !process.isAlive();
    }

    /// The most memory that the process ever had in use, in KiB; empty where the system does not say.
    public long peakKibibytes() throws IOException {
        return kibibytes("VmHWM:");
    }

    public long presentKibibytes() throws IOException {
        return kibibytes("VmRSS:");
    }

    private long kibibytes(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    private void awaitReady(int management, Path log) throws Exception {
        var end = Instant.now().plus(START);
        var ready = HttpRequest.newBuilder(URI.create("http://localhost:" + management + "/q/health/ready"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            while (Instant.now().isBefore(end) && process.isAlive()) {
                try {
                    var answer = http.send(ready, HttpResponse.BodyHandlers.discarding());
                    if (answer.statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // asked again
                }
                Thread.sleep(200);
            }
        }
        process.destroyForcibly();
        throw new AssertionError("The service did not start: " + Files.readString(log));
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
