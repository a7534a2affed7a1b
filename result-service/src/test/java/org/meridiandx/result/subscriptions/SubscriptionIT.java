package org.meridiandx.result.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.result.subscriptions.channel.HookSignature;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// From asking to be told to being told, over a real socket.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SubscriptionIT {
    private static final String PATIENT = "patient-told";
    private static final String NHS_NUMBER = "9990000425";
    IdentityStandIn identity;
    KafkaProbe kafka;
    PostgresDatabase database;
    Topics topics;
    private final HookReceiver receiver = HookReceiver.start();

    @Inject
    MllpPort mllp;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1970-01-01");
    }

    @AfterEach
    void close() {
        receiver.close();
        new Rows(database).execute("delete from subscription");
    }

    @Test
    void shouldShakeHandsAndTellWhatIsAvailable() throws IOException {
        // Given
        var made = Subscribers.post("gp", Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only"));
        var id = made.jsonPath().getString("id");
        var secret = made.jsonPath().getString("extension[0].valueString");
        var handshake = receiver.await("handshake", 1).getFirst();
        var status = Subscribers.awaitStatus("gp", id, "active");
        var shown = Region.get("gp", "Subscription/" + id);

        // When
        var report = file("TOLD1", "F");

        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.jsonPath().getString("status")).isEqualTo("requested");
        assertThat(made.header("Location")).isEqualTo("/fhir/R4/Subscription/" + id + "/_history/1");
        assertThat(status).isEqualTo("active");
        assertThat(shown.asString()).doesNotContain(secret).doesNotContain("of-the-receiver");
        assertThat(handshake.header("Authorization")).isEqualTo("Bearer of-the-receiver");
        assertThat(handshake.header("Content-Type")).startsWith("application/fhir+json");
        assertThat(handshake.bundle().path("type").asText()).isEqualTo("history");
        var told = receiver.await("event-notification", 1).getFirst();
        assertThat(told.numbers()).containsExactly(1L);
        assertThat(told.focuses()).containsExactly("https://region.test.invalid/fhir/R4/DiagnosticReport/" + report);
        assertThat(told.text()).doesNotContain(NHS_NUMBER).doesNotContain(PATIENT);
        assertThat(told.header(HookSignature.HEADER))
                .isEqualTo(HookSignature.of(secret.getBytes(StandardCharsets.US_ASCII), told.body()))
                .isNotEqualTo(HookSignature.of("another".getBytes(StandardCharsets.US_ASCII), told.body()));
        assertThat(disclosed(report)).isPositive();
    }

    private long disclosed(String report) {
        return kafka.await(topics.audit(), 1, Duration.ofSeconds(10), record -> {
                    var entry = Events.read(record.value()).getAudit();
                    return entry.getInteraction().equals("subscription-notification")
                            && entry.getResourceIdsList().contains(report)
                            && entry.getClientId().equals("gp");
                })
                .size();
    }

    @Test
    void shouldSayAsMuchAsIsAskedFor() throws IOException {
        // Given
        Subscribers.active("gp", Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "full-resource"));
        try (var empty = HookReceiver.start()) {
            Subscribers.active("gp", Subscribers.to(Subscribers.AVAILABLE, empty.endpoint(), "empty"));

            // When
            var report = file("TOLD2", "F");

            // Then
            var told = receiver.await("event-notification", 1).getFirst();
            var served = Region.get("gp", "DiagnosticReport/" + report).asString();
            assertThat(told.bundle().at("/entry/1/resource").toString()).isEqualTo(served);
            var little = empty.await("event-notification", 1).getFirst();
            assertThat(little.numbers()).containsExactly(1L);
            assertThat(little.text()).doesNotContain(report).doesNotContain("focus");
            assertThat(little.bundle().path("entry")).hasSize(1);
        }
    }

    @Test
    void shouldTellAmendmentsAndWhatIsCriticalByTheLaboratory() throws IOException {
        // Given
        Subscribers.active("gp", Subscribers.to(Subscribers.AMENDED, receiver.endpoint(), "id-only"));
        try (var critical = HookReceiver.start()) {
            Subscribers.active("gp", Subscribers.to(Subscribers.CRITICAL, critical.endpoint(), "id-only"));
            var report = file("TOLD3", "F");

            // When
            file("TOLD3", "C", "HH");

            // Then
            assertThat(receiver.await("event-notification", 1).getFirst().focuses())
                    .singleElement()
                    .asString()
                    .endsWith(report);
            assertThat(critical.await("event-notification", 1).getFirst().focuses())
                    .singleElement()
                    .asString()
                    .endsWith(report);
            file("TOLD4", "F");
            file("TOLD3", "C", "HH");
            assertThat(receiver.events()).hasSize(1);
            assertThat(critical.events()).hasSize(1);
        }
    }

    @Test
    void shouldTellWhatNobodyHasAcknowledgedInTime() throws IOException {
        // Given
        var filtered = Subscribers.filtered(
                Subscribers.to(Subscribers.UNACKNOWLEDGED, receiver.endpoint(), "id-only"),
                "DiagnosticReport?category=LAB&performer=RX902&patient=" + PATIENT);
        Subscribers.active("gp", filtered);
        try (var imaging = HookReceiver.start()) {
            var other = Subscribers.filtered(
                    Subscribers.to(Subscribers.UNACKNOWLEDGED, imaging.endpoint(), "id-only"),
                    "DiagnosticReport?category=RAD");
            Subscribers.active("gp", other);
            var report = file("TOLD6", "F");

            // When
            new Rows(database).execute("update follow_up set due_at = now() where report_id = ?", report);

            // Then
            assertThat(receiver.await("event-notification", 1).getFirst().focuses())
                    .singleElement()
                    .asString()
                    .endsWith(report);
            assertThat(imaging.events()).isEmpty();
        }
    }

    @Test
    void shouldTellOnlyWhatTheFilterLetsThrough() throws IOException {
        // Given
        var other = Subscribers.filtered(
                Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only"),
                "DiagnosticReport?patient=Patient/somebody-else");
        Subscribers.active("gp", other);
        try (var own = HookReceiver.start()) {
            var filter = Subscribers.filtered(
                    Subscribers.to(Subscribers.AVAILABLE, own.endpoint(), "id-only"),
                    "DiagnosticReport?patient=Patient/" + PATIENT + "&performer=RX902,RX903");
            Subscribers.active("gp", filter);

            // When
            file("TOLD5", "F");

            // Then
            assertThat(own.await("event-notification", 1)).hasSize(1);
            assertThat(receiver.events()).isEmpty();
        }
    }

    @Test
    void shouldBeatWhereAskedTo() {
        // Given
        var beating = Subscribers.with(
                Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "empty"),
                "heartbeat-period",
                "valueUnsignedInt",
                10);
        var id = Subscribers.active("gp", beating);

        // When
        new Rows(database).execute("update subscription set heartbeat_at = now() where id = ?", id);

        // Then
        var heart = receiver.await("heartbeat", 1).getFirst();
        assertThat(heart.parameter("status").path("valueCode").asText()).isEqualTo("active");
        assertThat(heart.numbers()).isEmpty();
        assertThat(receiver.await("heartbeat", 2, Duration.ofSeconds(2))).hasSize(1);
    }

    private String file(String filler, String status) throws IOException {
        return file(filler, status, "L");
    }

    private String file(String filler, String status, String flag) throws IOException {
        var message = new String(
                        Samples.fullBloodCount(filler + System.nanoTime(), filler, status, "118"),
                        StandardCharsets.UTF_8)
                .replace(Samples.NHS_NUMBER, NHS_NUMBER)
                .replace("|130-170|L|", "|130-170|" + flag + "|");
        Region.send(mllp.number(), message.getBytes(StandardCharsets.UTF_8));
        return Region.found("gp", "DiagnosticReport?identifier=" + filler).getString("entry[0].resource.id");
    }
}
