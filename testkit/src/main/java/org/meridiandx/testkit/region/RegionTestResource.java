package org.meridiandx.testkit.region;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaBrokerProcess;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.EmbeddedPostgresServer;
import org.meridiandx.testkit.postgres.PostgresDatabase;

/// Gives a `@QuarkusTest` a fresh database, a broker with the region's topics, the stand-ins and all their settings.
///
/// ```java
/// @QuarkusTest
/// @QuarkusTestResource(RegionTestResource.class)
/// class RequestResourceIT {
///     IdentityStandIn identity;   // set by type, as are KafkaProbe, PostgresDatabase and Topics
/// }
/// ```
///
/// The init argument `start` names what to start, `postgres,kafka,identity` when it is absent. Each start uses a new
/// region name, so that tests that share the broker do not see each other's records.
public final class RegionTestResource implements QuarkusTestResourceLifecycleManager {

    private List<String> parts = List.of("postgres", "kafka", "identity");
    private Topics topics = Topics.of("test-" + UUID.randomUUID().toString().substring(0, 8));
    private @Nullable PostgresDatabase database;
    private @Nullable KafkaProbe probe;
    private @Nullable IdentityStandIn identity;

    @Override
    public void init(Map<String, String> initArgs) {
        String start = initArgs.get("start");
        if (start != null) {
            parts = Stream.of(start.split(",")).map(String::strip).toList();
        }
    }

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<String, String>();
        settings.put("meridian.region", topics.region());
        settings.put("meridian.issuer", Tokens.ISSUER);
        settings.put("meridian.internal-token", IdentityStandIn.INTERNAL_TOKEN);
        settings.put("meridian.mllp.port", "0");
        settings.put("meridian.store.directory", temporaryDirectory());
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        settings.put("quarkus.devservices.enabled", "false");
        settings.put("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
        settings.put("quarkus.log.category.\"io.zonky\".level", "WARN");
        if (parts.contains("postgres")) {
            startPostgres(settings);
        }
        if (parts.contains("kafka")) {
            startKafka(settings);
        }
        if (parts.contains("identity")) {
            startIdentity(settings);
        }
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        speakUtf8();
        injector.injectIntoFields(topics, new TestInjector.MatchesType(Topics.class));
        if (database != null) {
            injector.injectIntoFields(database, new TestInjector.MatchesType(PostgresDatabase.class));
        }
        if (probe != null) {
            injector.injectIntoFields(probe, new TestInjector.MatchesType(KafkaProbe.class));
        }
        if (identity != null) {
            injector.injectIntoFields(identity, new TestInjector.MatchesType(IdentityStandIn.class));
        }
    }

    /// REST-assured sends ISO 8859-1 unless told otherwise, which no FHIR address takes.
    private static void speakUtf8() {
        var utf8 = RestAssured.config().getEncoderConfig().defaultContentCharset(StandardCharsets.UTF_8);
        RestAssured.config = RestAssured.config().encoderConfig(utf8);
    }

    @Override
    public void stop() {
        if (probe != null) {
            probe.close();
        }
        if (identity != null) {
            identity.close();
        }
    }

    private void startPostgres(Map<String, String> settings) {
        var fresh = EmbeddedPostgresServer.shared().freshDatabase("test");
        settings.put("quarkus.datasource.reactive.url", fresh.reactiveUrl());
        settings.put("quarkus.datasource.jdbc.url", fresh.jdbcUrl());
        settings.put("quarkus.datasource.username", fresh.username());
        settings.put("quarkus.datasource.password", fresh.password());
        database = fresh;
    }

    private void startKafka(Map<String, String> settings) {
        String bootstrapServers = KafkaBrokerProcess.sharedBootstrapServers();
        var started = new KafkaProbe(bootstrapServers);
        started.createTopics(topics.all(), 2);
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        probe = started;
    }

    private void startIdentity(Map<String, String> settings) {
        var started = IdentityStandIn.start();
        settings.put("meridian.jwks-url", started.jwksUrl());
        for (String client : List.of("identity", "orders", "results", "imaging")) {
            settings.put("quarkus.grpc.clients." + client + ".host", "localhost");
            settings.put("quarkus.grpc.clients." + client + ".port", String.valueOf(started.grpcPort()));
            // In test mode Quarkus points every client at the service under test unless this is set.
            settings.put("quarkus.grpc.clients." + client + ".test-port", String.valueOf(started.grpcPort()));
        }
        identity = started;
    }

    private static String temporaryDirectory() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            return Files.createTempDirectory(target, "store").toString();
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for the store", e);
        }
    }
}
