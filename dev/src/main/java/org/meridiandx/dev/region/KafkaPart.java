package org.meridiandx.dev.region;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.dev.process.ChildProcess;
import org.meridiandx.dev.process.JavaCommand;
import org.meridiandx.dev.process.LogFile;
import org.meridiandx.dev.process.Mark;

/// A Kafka broker on a data directory that is kept, with the region's topics. It ends with the
/// supervisor, however that ends.
final class KafkaPart implements Part {

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

    private final RegionSettings settings;
    private final Ports ports;
    private final LogFile log;
    private final ChildProcess process;

    KafkaPart(RegionSettings settings, Ports ports) {
        this.settings = settings;
        this.ports = ports;
        this.log = new LogFile(settings.logs().resolve("kafka.log"));
        this.process = new ChildProcess(log);
    }

    static Path libraries(Path root) {
        return root.resolve("testkit/broker/target/lib");
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void start() throws PartFailedException {
        try {
            var started = process.start(command(), Map.of(), true, settings.data());
            var output = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            if (line == null || !line.startsWith("READY ")) {
                throw new PartFailedException(line == null ? "ended while it started" : line);
            }
        } catch (IOException e) {
            throw new PartFailedException("did not start: " + e.getMessage(), e);
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
        return new RegionState.PartState(name(), process.id(), "", log.path().toString());
    }

    @Override
    public LogFile log() {
        return log;
    }

    private List<String> command() {
        String topics = TOPICS.stream()
                .map(topic -> RegionSettings.REGION + "." + topic + ":" + PARTITIONS)
                .collect(Collectors.joining(","));
        var program = Stream.of("-cp", libraries(settings.root()) + "/*", "org.meridiandx.testkit.broker.KafkaBroker");
        var arguments = Stream.of(
                "--data",
                settings.data().resolve("kafka").toString(),
                "--port",
                String.valueOf(ports.kafka()),
                "--controller-port",
                String.valueOf(ports.kafkaController()),
                "--topics",
                topics,
                "--durable",
                "--exit-with-parent");
        return JavaCommand.of(
                new Mark(name(), settings.home()),
                HEAP_MEGABYTES,
                Stream.concat(program, arguments).toList());
    }
}
