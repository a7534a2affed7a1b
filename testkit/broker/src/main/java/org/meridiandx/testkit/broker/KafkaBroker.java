package org.meridiandx.testkit.broker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// Formats a data directory when it is new and runs one Kafka node (broker and controller) on it until it is stopped.
///
/// Prints `READY host:port` on standard output once the wished-for topics exist. Stops on SIGTERM, and with
/// `--exit-with-parent` also when standard input closes, which happens when the starting process dies in any way.
/// Exit codes: 0 stopped, 1 could not start, 2 wrong arguments.
public final class KafkaBroker {

    private static final long TOPIC_TIMEOUT_SECONDS = 30;

    private final BrokerSettings settings;

    private KafkaBroker(BrokerSettings settings) {
        this.settings = settings;
    }

    /// Starts a broker: `--data DIR [--port N] [--controller-port N] [--topics a:1,b:3] [--durable]
    /// [--exit-with-parent]`; a port of 0 means any free one.
    public static void main(String... arguments) throws Exception {
        var output = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BrokerSettings settings;
        try {
            settings = BrokerSettings.parse(arguments);
        } catch (IllegalArgumentException e) {
            output.println("FAILED " + e.getMessage());
            System.exit(2);
            return;
        }
        try {
            new KafkaBroker(settings).run(output);
        } catch (Exception e) {
            // The edge of this program: whoever started it needs the cause on one line, and an exit code.
            output.println("FAILED " + e);
            System.exit(1);
        }
    }

    private void run(PrintStream output) throws Exception {
        formatWhenNew();
        var server = new KafkaRaftServer(KafkaConfig.fromProps(settings.toKafkaProperties()), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        if (settings.exitWithParent()) {
            Thread.ofVirtual().name("parent-watch").start(KafkaBroker::exitWhenInputCloses);
        }
        server.startup();
        createMissingTopics();
        output.println("READY " + settings.bootstrapServers());
        server.awaitShutdown();
    }

    private void formatWhenNew() throws Exception {
        Files.createDirectories(settings.dataDirectory());
        if (Files.exists(settings.dataDirectory().resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(System.err)
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setMetadataLogDirectory(settings.dataDirectory().toString())
                .addDirectory(settings.dataDirectory().toString())
                .run();
    }

    private void createMissingTopics() throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        try (var admin = Admin.create(config)) {
            Set<String> present = admin.listTopics().names().get(TOPIC_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = settings.topics().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.of((short) 1)))
                    .toList();
            admin.createTopics(missing).all().get(TOPIC_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void exitWhenInputCloses() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said on this channel; only its end matters.
            }
        } catch (IOException e) {
            // A broken channel means the same as a closed one.
        }
        System.exit(0);
    }
}
