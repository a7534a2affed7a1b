package org.meridiandx.testkit.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// What a broker is started with.
///
/// @param dataDirectory where the log segments live; kept between runs
/// @param port the port that clients connect to, on loopback only
/// @param controllerPort the port of the KRaft controller, on loopback only
/// @param topics topics that exist before the broker says that it is ready
/// @param durable whether every append is flushed to disk before it is acknowledged
/// @param exitWithParent whether the broker stops when its standard input closes
record BrokerSettings(
        Path dataDirectory, int port, int controllerPort, List<Topic> topics, boolean durable, boolean exitWithParent) {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    BrokerSettings {
        topics = List.copyOf(topics);
    }

    /// A topic to create when it is missing.
    record Topic(String name, int partitions) {

        static Topic parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("A topic is written name:partitions, not '" + text + "'");
            }
            return new Topic(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        }
    }

    /// Reads `--data DIR [--port N] [--controller-port N] [--topics a:1,b:3] [--durable] [--exit-with-parent]`.
    /// A port of 0 means any free one.
    static BrokerSettings parse(String... arguments) {
        Path data = Path.of("kafka-data");
        int port = 0;
        int controllerPort = 0;
        boolean durable = false;
        boolean exitWithParent = false;
        var topics = new ArrayList<Topic>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--data" -> data = Path.of(valueOf(arguments, ++i));
                case "--port" -> port = Integer.parseInt(valueOf(arguments, ++i));
                case "--controller-port" -> controllerPort = Integer.parseInt(valueOf(arguments, ++i));
                case "--topics" -> topics.addAll(topicsOf(valueOf(arguments, ++i)));
                case "--durable" -> durable = true;
                case "--exit-with-parent" -> exitWithParent = true;
                default -> throw new IllegalArgumentException("Unknown argument '" + arguments[i] + "'");
            }
        }
        var free = freePorts();
        return new BrokerSettings(
                data.toAbsolutePath(),
                port == 0 ? free.getFirst() : port,
                controllerPort == 0 ? free.getLast() : controllerPort,
                topics,
                durable,
                exitWithParent);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    Properties toKafkaProperties() {
        var properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        properties.put("log.dirs", dataDirectory.toString());
        properties.put("auto.create.topics.enable", "false");
        putSingleNodeDefaults(properties);
        if (durable) {
            properties.put("log.flush.interval.messages", "1");
        }
        return properties;
    }

    /// One node cannot replicate, and nobody waits for a second member of a consumer group.
    private static void putSingleNodeDefaults(Properties properties) {
        for (String key : List.of(
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor",
                "transaction.state.log.min.isr",
                "share.coordinator.state.topic.replication.factor",
                "share.coordinator.state.topic.min.isr",
                "default.replication.factor",
                "min.insync.replicas",
                "transaction.state.log.num.partitions",
                "share.coordinator.state.topic.num.partitions",
                "num.recovery.threads.per.data.dir")) {
            properties.put(key, "1");
        }
        properties.put("offsets.topic.num.partitions", "4");
        // After a kill the node may come back only when its old session has ended: 9 s by default.
        properties.put("broker.session.timeout.ms", "4000");
        properties.put("broker.heartbeat.interval.ms", "1000");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        // Cleaning a compacted topic takes 128 MB by default, which is a third of this broker's heap.
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024));
    }

    private static List<Topic> topicsOf(String list) {
        return list.isBlank()
                ? List.of()
                : List.of(list.split(",")).stream().map(Topic::parse).toList();
    }

    private static String valueOf(String[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException("'" + arguments[index - 1] + "' needs a value");
        }
        return arguments[index];
    }

    /// Two that nobody listens at, found together: a port that was given back may be found again.
    private static List<Integer> freePorts() {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(one.getLocalPort(), other.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("No free port", e);
        }
    }
}
