package org.meridiandx.testkit.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.meridiandx.testkit.port.FreePort;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// A Kafka broker in a process of its own, which ends with the JVM that started it, however that ends.
public final class KafkaBrokerProcess implements AutoCloseable {

    private static final String BOOTSTRAP_PROPERTY = "meridian.testkit.kafka.bootstrap";
    private static final String MAIN_CLASS = "org.meridiandx.testkit.broker.KafkaBroker";

    private final Process process;
    private final String bootstrapServers;

    private KafkaBrokerProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /// Returns the address of this JVM's broker, started on first use with an empty data directory.
    public static String sharedBootstrapServers() {
        synchronized (System.getProperties()) {
            String running = System.getProperty(BOOTSTRAP_PROPERTY);
            if (running != null) {
                return running;
            }
            Path data = temporaryDirectory();
            var broker = start(data, FreePort.take(), false);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.close();
                deleteTree(data);
            }));
            System.setProperty(BOOTSTRAP_PROPERTY, broker.bootstrapServers());
            return broker.bootstrapServers();
        }
    }

    /// Starts a broker of its own; the directory is kept, so that a later start finds the records again.
    ///
    /// @param data where the broker keeps its log
    /// @param port the port for clients
    /// @param durable whether each append is flushed to disk before it is acknowledged
    public static KafkaBrokerProcess start(Path data, int port, boolean durable) {
        try {
            var process = new ProcessBuilder(command(data, port, durable))
                    .redirectError(ProcessBuilder.Redirect.to(
                            data.resolveSibling(data.getFileName() + ".log").toFile()))
                    .start();
            var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            if (line == null || !line.startsWith("READY ")) {
                process.destroyForcibly();
                throw new IllegalStateException("The Kafka broker did not start: " + line);
            }
            return new KafkaBrokerProcess(process, line.substring("READY ".length()));
        } catch (IOException e) {
            throw new UncheckedIOException("The Kafka broker did not start", e);
        }
    }

    /// `host:port`, as `kafka.bootstrap.servers` wants it.
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /// Ends the broker at once, as a power cut would.
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(Path data, int port, boolean durable) {
        Path libraries = RepositoryRoot.find().resolve("testkit/broker/target/lib");
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException(
                    "The Kafka broker is not built (no " + libraries + "): run ./mvnw -pl testkit/broker install");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var flags = List.of(java, "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        var program = List.of("--sun-misc-unsafe-memory-access=allow", "-cp", libraries + "/*", MAIN_CLASS);
        var arguments = List.of(
                "--data",
                data.toString(),
                "--port",
                String.valueOf(port),
                "--controller-port",
                String.valueOf(FreePort.take()),
                "--exit-with-parent");
        var all = new ArrayList<String>();
        all.addAll(flags);
        all.addAll(program);
        all.addAll(arguments);
        if (durable) {
            all.add("--durable");
        }
        return all;
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("meridian-kafka").resolve("data");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for Kafka", e);
        }
    }

    private static void deleteTree(Path data) {
        try (var files = Files.walk(data.getParent())) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete " + data, e);
        }
    }
}
