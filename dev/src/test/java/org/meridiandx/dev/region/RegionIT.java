package org.meridiandx.dev.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridiandx.dev.process.ProcessId;
import org.meridiandx.testkit.kafka.KafkaProbe;

/// Real PostgreSQL, real Kafka and a real gateway; only the services are fakes.
class RegionIT {

    @TempDir
    Path folder;

    private RegionSettings settings;
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final RegionListener listener = new Notebook(news);

    @BeforeEach
    void makeRoot() throws IOException {
        Path root = FakeRoot.make(Files.createDirectories(folder.resolve("root")));
        settings = new RegionSettings(root, folder.resolve("home"), folder.resolve("data"), 0, false);
    }

    @Test
    void shouldStartEverythingKeepDataAndLeaveNothingBehind() throws Exception {
        // Given
        var pids = new ArrayList<ProcessId>();

        // When
        try (var region = Region.start(settings, listener)) {
            var state = RegionState.read(settings.home()).orElseThrow();
            state.parts().forEach(part -> pids.add(part.process()));

            // Then
            assertThat(state.status()).isEqualTo(RegionState.READY);
            assertThat(state.mllpPorts()).containsOnlyKeys("identity-service", "order-service", "result-service");
            assertThat(query(state, "identity_service", "SHOW fsync")).isEqualTo("on");
            assertThat(query(state, "order_service", "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(get(state.gatewayUrl() + "/fhir/R4/ServiceRequest/1"))
                    .isEqualTo("order_service /fhir/R4/ServiceRequest/1");
            try (var probe = new KafkaProbe(state.kafka())) {
                assertThat(probe.records("north.audit.v1")).isEmpty();
                probe.send("north.audit.v1", "k", new byte[] {1});
            }
        }
        assertThat(pids).allMatch(pid -> pid.find().isEmpty());
        assertThat(RegionState.read(settings.home())).isEmpty();
    }

    @Test
    void shouldFindItsDataAgain() throws Exception {
        // Given
        try (var region = Region.start(settings, listener)) {
            execute(region.state(), "order_service", "CREATE TABLE kept (it text)");
            try (var probe = new KafkaProbe(region.state().kafka())) {
                probe.send("north.orders.v1", "k", new byte[] {1});
            }
        }

        // When
        try (var region = Region.start(settings, listener);
                var probe = new KafkaProbe(region.state().kafka())) {

            // Then
            assertThat(query(region.state(), "order_service", "SELECT count(*) FROM kept"))
                    .isEqualTo("0");
            assertThat(probe.records("north.orders.v1")).hasSize(1);
        }
    }

    @Test
    void shouldStartAServiceAgainThatWasKilled() throws Exception {
        try (var region = Region.start(settings, listener)) {
            // Given
            var killed = region.state().part("result-service").orElseThrow().process();

            // When
            killed.find().orElseThrow().destroyForcibly();

            // Then
            await(() -> news.contains("restarting result-service") && isReadyAgain(killed));
            assertThat(get(region.state().gatewayUrl() + "/fhir/R4/Observation/1"))
                    .startsWith("result_service");
        }
    }

    @Test
    void shouldRefuseASecondRegionInTheSameHome() {
        try (var region = Region.start(settings, listener)) {
            assertThatExceptionOfType(RegionException.class)
                    .isThrownBy(() -> Region.start(settings, listener))
                    .withMessageContaining("already up at " + region.state().gatewayUrl());
            assertThat(RegionState.read(settings.home())).isPresent();
        }
    }

    @Test
    void shouldStopEverythingWhenAServiceDoesNotStart() throws IOException {
        // Given
        Files.writeString(Service.ORDER.runner(settings.root()), "not a jar");

        // Then
        assertThatExceptionOfType(RegionException.class)
                .isThrownBy(() -> Region.start(settings, listener))
                .withMessageContaining("because of order-service");
        assertThat(news).anyMatch(line -> line.startsWith("failed order-service") && line.contains("ZipException"));
        assertThat(news).contains("stopped postgres", "stopped kafka");
        assertThat(RegionState.read(settings.home())).isEmpty();
        assertThat(new PostgresServer(settings.data().resolve("postgres")).process())
                .isEqualTo(ProcessId.NONE);
    }

    @Test
    void shouldStopEverythingEvenWhenItsHomeIsGone() throws IOException {
        // Given
        var region = Region.start(settings, listener);
        var parts = region.state().parts();
        Files.delete(settings.home().resolve("region.json"));
        Files.delete(settings.home().resolve("region.lock"));
        Files.delete(settings.home());

        // When
        region.close();

        // Then
        assertThat(parts).allMatch(part -> part.process().find().isEmpty());
    }

    @Test
    void shouldSayWhichPortIsBusy() throws IOException {
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            var wanted =
                    new RegionSettings(settings.root(), settings.home(), settings.data(), busy.getLocalPort(), false);

            // Then
            assertThatExceptionOfType(RegionException.class)
                    .isThrownBy(() -> Region.start(wanted, listener))
                    .withMessageContaining("Port " + busy.getLocalPort() + " is in use");
            assertThat(news).isEmpty();
        }
    }

    @Test
    void shouldSayWhatIsNotBuilt() throws IOException {
        // Given
        Files.delete(Service.IMAGING.runner(settings.root()));

        // Then
        assertThatExceptionOfType(RegionException.class)
                .isThrownBy(() -> Region.start(settings, listener))
                .withMessageContaining("imaging-index-service/target/quarkus-app/quarkus-run.jar");
    }

    @Test
    void shouldSayWhichPortForMessagesIsBusy() throws IOException {
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            int first = busy.getLocalPort() - 1;
            var wanted = new RegionSettings(settings.root(), settings.home(), settings.data(), 0, first, false);

            // Then
            assertThatExceptionOfType(RegionException.class)
                    .isThrownBy(() -> Region.start(wanted, listener))
                    .withMessageContaining(
                            "Port " + busy.getLocalPort() + ", where order-service takes HL7 v2, is in use")
                    .withMessageContaining("--mllp-port");
            assertThat(news).isEmpty();
        }
    }

    private boolean isReadyAgain(ProcessId killed) {
        return RegionState.read(settings.home())
                .flatMap(state -> state.part("result-service"))
                .filter(part -> !part.process().equals(killed))
                .filter(part -> part.process().find().isPresent())
                .isPresent();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var end = Instant.now().plus(Duration.ofMinutes(5));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited long enough").isBefore(end);
            Thread.sleep(50);
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer any");
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static String query(RegionState state, String user, String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection("jdbc:postgresql://" + state.database() + "/" + user, user, "x");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(RegionState state, String user, String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection("jdbc:postgresql://" + state.database() + "/" + user, user, "x");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Notebook(List<String> news) implements RegionListener {
        @Override
        public void starting(String part) {
            news.add("starting " + part);
        }

        @Override
        public void ready(String part, Duration after) {
            news.add("ready " + part);
        }

        @Override
        public void failed(String part, String reason, List<String> lastLines) {
            news.add("failed " + part + " " + reason + " " + lastLines);
        }

        @Override
        public void restarting(String part) {
            news.add("restarting " + part);
        }

        @Override
        public void stopped(String part, Duration after) {
            news.add("stopped " + part);
        }
    }
}
