package org.meridiandx.outbox;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.meridiandx.testkit.kafka.KafkaBrokerProcess;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.port.FreePort;

/// A broker that the test may kill and start again at the same address.
public final class OwnBrokerResource implements QuarkusTestResourceLifecycleManager {
    static final String TOPIC = "outbox-test.orders.v1";
    private static volatile KafkaBrokerProcess broker;
    private static Path data;
    private static int port;

    @Override
    public Map<String, String> start() {
        port = FreePort.take();
        try {
            data = Files.createTempDirectory("outbox-kafka").resolve("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rise();
        try (var probe = new KafkaProbe(broker.bootstrapServers())) {
            probe.createTopics(List.of(TOPIC), 1);
        }
        return Map.of("kafka.bootstrap.servers", broker.bootstrapServers(), "meridian.region", "outbox-test");
    }

    static void kill() {
        broker.kill();
    }

    static void rise() {
        broker = KafkaBrokerProcess.start(data, port, true);
    }

    static KafkaProbe probe() {
        return new KafkaProbe(broker.bootstrapServers());
    }

    @Override
    public void stop() {
        broker.close();
    }
}
