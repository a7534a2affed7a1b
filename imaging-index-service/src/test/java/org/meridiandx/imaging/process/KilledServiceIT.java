package org.meridiandx.imaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.journey.DicomWeb;
import org.meridiandx.imaging.journey.Images;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.process.ServiceProcess;
import org.meridiandx.testkit.region.RegionTestResource;

/// A service that is killed while images come in has every image that it acknowledged, no file that
/// the index does not know, and no entry of the index without its file.
class KilledServiceIT {
    private static final int SENDERS = 6;
    private static final int ACKNOWLEDGED_BEFORE = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> JAVA = List.of("-Xmx256m");

    private final RegionTestResource region = new RegionTestResource();
    private final DicomUid study = Images.uid();
    private final DicomUid series = Images.uid();

    /// By the address of the instance.
    private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();

    private Map<String, String> settings = Map.of();
    private Path store = Path.of("");

    @BeforeEach
    void start() {
        settings = region.start();
        store = Path.of(settings.getOrDefault("meridian.store.directory", ""));
    }

    @AfterEach
    void stop() {
        region.stop();
    }

    @Test
    void shouldKeepWhatItAcknowledgedAndNothingElse() throws Exception {
        // Given
        try (var service = ServiceProcess.start(settings, JAVA);
                var half = sendHalf(service);
                var senders = Executors.newFixedThreadPool(SENDERS)) {
            for (var i = 0; i < SENDERS; i++) {
                senders.submit(() -> sendUntilKilled(service));
            }
            awaitAcknowledged();

            // When
            service.kill();
            senders.shutdown();
            assertThat(senders.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(half.isConnected()).isTrue();
        }
        assertThat(entries("incoming")).as("left behind by the kill").isNotEmpty();
        var sweeping = new HashMap<>(settings);
        sweeping.put("meridian.store.sweep-after", "0s");
        sweeping.put("meridian.store.sweep-interval", "1s");
        try (var service = ServiceProcess.start(sweeping, JAVA)) {
            awaitSwept();

            // Then
            assertThat(keptFiles()).isEqualTo(indexedFiles());
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE);
            for (var image : acknowledged.entrySet()) {
                assertThat(get(service, image.getKey())).isEqualTo(image.getValue());
            }
        }
    }

    /// A request whose body never ends.
    private Socket sendHalf(ServiceProcess service) throws IOException {
        var body = DicomWeb.body(image(Images.uid()), image(Images.uid()));
        var socket = new Socket("localhost", service.port());
        var head = "POST /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + Tokens.persona("pacs")
                + "\r\nContent-Type: multipart/related; type=\"application/dicom\"; boundary=XX\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body, 0, body.length - 100);
        socket.getOutputStream().flush();
        return socket;
    }

    private void sendUntilKilled(ServiceProcess service) {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (true) {
                var first = Images.uid();
                var second = Images.uid();
                var files = List.of(image(first), image(second));
                var request = HttpRequest.newBuilder(service.uri("/dicom-web/studies"))
                        .header("Authorization", "Bearer " + Tokens.persona("pacs"))
                        .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=XX")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(DicomWeb.body(files.get(0), files.get(1))))
                        .build();
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    acknowledged.put(addressOf(first), files.get(0));
                    acknowledged.put(addressOf(second), files.get(1));
                }
            }
        } catch (IOException killed) {
            // as it should be
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] image(DicomUid instance) {
        return Images.file(Images.image(study, series)
                .uid(DicomTag.SOP_INSTANCE_UID, instance)
                .pixels(new short[50_000]));
    }

    private String addressOf(DicomUid instance) {
        return "/dicom-web/studies/" + study + "/series/" + series + "/instances/" + instance;
    }

    private static byte[] get(ServiceProcess service, String address) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(service.uri(address))
                    .header("Authorization", "Bearer " + Tokens.persona("pacs"))
                    .header("Accept", "application/dicom")
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        }
    }

    private void awaitAcknowledged() throws InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        while (acknowledged.size() < ACKNOWLEDGED_BEFORE && Instant.now().isBefore(end)) {
            Thread.sleep(5);
        }
    }

    private void awaitSwept() throws Exception {
        var end = Instant.now().plus(PATIENCE);
        while (!entries("incoming").isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(200);
        }
        assertThat(entries("incoming")).isEmpty();
    }

    private Set<String> entries(String directory) throws IOException {
        try (var all = Files.list(store.resolve(directory))) {
            return new TreeSet<>(all.map(each -> each.getFileName().toString()).toList());
        }
    }

    private Set<String> keptFiles() throws IOException {
        try (var all = Files.walk(store.resolve("files"))) {
            return new TreeSet<>(all.filter(Files::isRegularFile)
                    .map(each -> each.getFileName().toString().replace(".dcm", ""))
                    .toList());
        }
    }

    private Set<String> indexedFiles() throws SQLException {
        var keys = new TreeSet<String>();
        try (var connection = DriverManager.getConnection(
                        settings.get("quarkus.datasource.jdbc.url"),
                        settings.get("quarkus.datasource.username"),
                        settings.get("quarkus.datasource.password"));
                var rows = connection.createStatement().executeQuery("select storage_key from rendition")) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }
}
