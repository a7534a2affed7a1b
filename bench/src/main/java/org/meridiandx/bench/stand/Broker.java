package org.meridiandx.bench.stand;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.bench.load.ProcessCpu;
import org.meridiandx.dev.process.ChildProcess;
import org.meridiandx.dev.process.JavaCommand;
import org.meridiandx.dev.process.LogFile;
import org.meridiandx.dev.process.Mark;
import org.meridiandx.dev.region.RegionException;

/// One Kafka broker with the topics of each region that is asked for; as durable as a local region's.
public final class Broker implements AutoCloseable {

    private static final int HEAP_MEGABYTES = 384;
    private static final int PARTITIONS = 3;
    private static final List<String> TOPICS = List.of(
            "orders.v1",
            "results.v1",
            "imaging.v1",
            "identity.v1",
            "audit.v1",
            "audit-heads.v1",
            "pointers.v1",
            "dead-letters.v1");

    private final ChildProcess process;
    private final Process started;
    private final int port;

    private Broker(ChildProcess process, Process started, int port) {
        this.process = process;
        this.started = started;
        this.port = port;
    }

    /// Starts the broker and returns once the topics are there.
    ///
    /// @param root the repository
    public static Broker start(Path root, Path home, Cores cores, List<String> regions) throws IOException {
        Path libraries = root.resolve("testkit/broker/target/lib");
        if (!Files.exists(libraries)) {
            throw new RegionException("Not built yet: testkit/broker. Build with: ./dx build");
        }
        int port = Server.freePort();
        var topics = regions.stream()
                .flatMap(region -> TOPICS.stream().map(topic -> region + "." + topic + ":" + PARTITIONS))
                .collect(Collectors.joining(","));
        var arguments = Stream.of(
                "-cp",
                libraries + "/*",
                "org.meridiandx.testkit.broker.KafkaBroker",
                "--data",
                home.resolve("kafka").toString(),
                "--port",
                String.valueOf(port),
                "--controller-port",
                String.valueOf(Server.freePort()),
                "--topics",
                topics,
                "--durable",
                "--exit-with-parent");
        var process = new ChildProcess(new LogFile(home.resolve("kafka.log")));
        var started = process.start(
                cores.server(JavaCommand.of(new Mark("kafka", home), HEAP_MEGABYTES, arguments.toList())),
                Map.of(),
                true,
                home);
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop));
        var output = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null || !line.startsWith("READY ")) {
            throw new RegionException("Kafka did not start; its log is " + home.resolve("kafka.log"));
        }
        return new Broker(process, started, port);
    }

    /// `host:port`.
    public String address() {
        return "127.0.0.1:" + port;
    }

    public ProcessHandle handle() {
        return started.toHandle();
    }

    /// CPU seconds so far.
    public double cpuSeconds() {
        return ProcessCpu.ofTree(started.toHandle());
    }

    @Override
    public void close() {
        process.stop();
    }
}
