package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;
import org.meridiandx.testkit.shared.SharedData;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OrderIntakeIT {
    @Inject
    MllpPort intake;

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private String send(String message) throws IOException {
        return send(message.strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8));
    }

    private String send(byte[] message) throws IOException {
        try (var client = MllpClient.connect("localhost", intake.number(), Duration.ofSeconds(20))) {
            return client.send(message).message().text();
        }
    }

    private static String oml(String control, String placer, String nhsNumber) {
        return """
                MSH|^~\\&|EPR|RX901|LIMS|RX902|20261121090000||OML^O21^OML_O21|%s|P|2.5.1
                PID|1||%s^^^NHS^NH||TEST^PATIENT||19800101|F
                ORC|%s|%s||||||||||C123^Doctor^Ann^^^Dr^^^GMC
                OBR|1|%s||FBC^Full blood count^L|||||||||Tired for weeks
                NTE|1||Fasting
                OBX|1|NM|29463-7^Body weight^LN||71|kg^kilogram^UCUM|||||F
                DG1|1||D64.9^Anaemia^I10
                SPM|1|S1^L1||BLD^Blood^HL70487|||||||||||||202611210830""".formatted(UUID.randomUUID(), nhsNumber, control, placer, placer);
    }

    private static JsonPath orders(String placer) {
        return as("hospital-doctor")
                .get("/fhir/R4/ServiceRequest?identifier=" + placer)
                .jsonPath();
    }

    @Test
    void shouldTakeAMessageWhoseControlIdTheDatabaseWouldRefuse() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var message = oml("NW", placer, RegionFixture.NHS_NUMBER).replace("OML_O21|", "OML_O21|A\0B");

        // When
        var answer = send(message);

        // Then
        assertThat(answer).contains("MSA|AA|");
        assertThat(orders(placer).getList("entry")).hasSize(1);
    }

    @Test
    void shouldPlaceLabOrderWithItsClinicalDetails() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();

        // When
        var answer = send(oml("NW", placer, RegionFixture.NHS_NUMBER));

        // Then
        assertThat(answer).contains("MSA|AA|");
        var order = orders(placer);
        assertThat(order.getList("entry")).hasSize(1);
        var at = "entry[0].resource.";
        assertThat(order.getString(at + "subject.reference")).isEqualTo("Patient/patient-1");
        assertThat(order.getString(at + "status")).isEqualTo("active");
        assertThat(order.getString(at + "performer[0].identifier.value")).isEqualTo("RX902");
        assertThat(order.getString(at + "code.coding[0].system")).isEqualTo("urn:meridian:rx901:codes");
        assertThat(order.getString(at + "contained.find { it.id == 'requester' }.organization.identifier.value"))
                .isEqualTo("RX901");
        assertThat(order.getList(at + "note.text")).contains("Fasting", "Tired for weeks");
        assertThat(order.getString(at + "reasonCode[0].coding[0].code")).isEqualTo("D64.9");
        assertThat(order.getFloat(at + "contained.find { it.resourceType == 'Observation' }.valueQuantity.value"))
                .isEqualTo(71f);
        assertThat(order.getString(at + "contained.find { it.resourceType == 'Specimen' }.type.coding[0].code"))
                .isEqualTo("BLD");
    }

    @Test
    void shouldHaveOneOrderWhenTheSameMessageComesTwice() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var message = oml("NW", placer, RegionFixture.NHS_NUMBER);
        send(message);

        // When
        var answer = send(message);
        var sameOrderAgain = send(oml("NW", placer, RegionFixture.NHS_NUMBER));

        // Then
        assertThat(answer).contains("MSA|AA|");
        assertThat(sameOrderAgain).contains("MSA|AA|");
        assertThat(orders(placer).getList("entry")).hasSize(1);
        assertThat(orders(placer).getString("entry[0].resource.meta.versionId")).isEqualTo("1");
    }

    @Test
    void shouldCancelHoldAndReleaseByControlCode() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        send(oml("NW", placer, RegionFixture.NHS_NUMBER));

        // When
        var states = new ArrayList<String>();
        for (var control : new String[] {"HD", "RL", "CA"}) {
            assertThat(send(oml(control, placer, RegionFixture.NHS_NUMBER))).contains("MSA|AA|");
            states.add(orders(placer).getString("entry[0].resource.status"));
        }
        var afterwards = send(oml("XO", placer, RegionFixture.NHS_NUMBER));

        // Then
        assertThat(states).containsExactly("on-hold", "active", "revoked");
        assertThat(afterwards).contains("MSA|AE|").contains("The status is revoked");
    }

    @Test
    void shouldKeepALateOrderRevokedWhenItsCancellationCameFirst() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var cancelled = send(oml("CA", placer, RegionFixture.NHS_NUMBER));

        // When
        send(oml("NW", placer, RegionFixture.NHS_NUMBER));

        // Then
        assertThat(cancelled).contains("MSA|AA|").contains("no order with this number");
        assertThat(orders(placer).getString("entry[0].resource.status")).isEqualTo("revoked");
    }

    @Test
    void shouldMatchAWaitingOrderWhenItsPatientIsRegistered() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var answer = send(oml("NW", placer, "9990000026"));
        var id = orders(placer).getString("entry[0].resource.id");
        var waiting = as("hospital-doctor").get("/orders/unmatched").jsonPath();
        identity.patients().add("patient-2", "9990000026", "1980-01-01");

        // When
        Events.tell(
                kafka,
                topics.identity(),
                "patient-2",
                Event.newBuilder().setPatientChanged(PatientChanged.newBuilder().setKind(PatientChanged.Kind.CREATED)));

        // Then
        assertThat(answer).contains("MSA|AA|");
        assertThat(waiting.getList("orderId")).contains(id);
        kafka.await(topics.orders(), 1, Duration.ofSeconds(15), record -> isPlaced(record.value(), id));
        assertThat(orders(placer).getString("entry[0].resource.subject.reference"))
                .isEqualTo("Patient/patient-2");
        assertThat(as("hospital-doctor").get("/orders/unmatched").jsonPath().getList("orderId"))
                .doesNotContain(id);
    }

    @Test
    void shouldTellThatAnOrderIsPlacedWhenItIsReleasedThatGotItsPatientWhileItWasHeld() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        send(oml("NW", placer, "9990000034"));
        var held = send(oml("HD", placer, "9990000034"));
        var id = orders(placer).getString("entry[0].resource.id");
        identity.patients().add("patient-3", "9990000034", "1980-01-01");
        Events.tell(
                kafka,
                topics.identity(),
                "patient-3",
                Event.newBuilder().setPatientChanged(PatientChanged.newBuilder().setKind(PatientChanged.Kind.CREATED)));
        RegionFixture.await(
                () -> "Patient/patient-3".equals(orders(placer).getString("entry[0].resource.subject.reference")));

        // When
        var released = send(oml("RL", placer, "9990000034"));

        // Then
        assertThat(List.of(held, released)).allMatch(answer -> answer.contains("MSA|AA|"));
        assertThat(orders(placer).getString("entry[0].resource.status")).isEqualTo("active");
        kafka.await(topics.orders(), 1, Duration.ofSeconds(15), record -> isPlaced(record.value(), id));
    }

    private static boolean isPlaced(byte[] value, String id) {
        return Events.read(value).getOrderPlaced().getOrder().getOrderId().equals(id);
    }

    @Test
    void shouldTakeOrdersWhileIdentityIsAway() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        identity.patients().unavailable(true);

        // When
        var answer = send(oml("NW", placer, RegionFixture.NHS_NUMBER));

        // Then
        identity.patients().unavailable(false);
        assertThat(answer).contains("MSA|AA|");
    }

    @Test
    void shouldRefuseWithPlaceAndReasonAndKeepTheBytes() throws Exception {
        // Given
        var header = "MSH|^~\\&|EPR|RX901|LIMS|RX902|20261121||%s|" + UUID.randomUUID() + "|P|2.5.1\r";

        // When
        var otherType = send((header.formatted("ADT^A01") + "PID|1").getBytes(StandardCharsets.UTF_8));
        var noPatient = send((header.formatted("ORM^O01") + "ORC|NW|1").getBytes(StandardCharsets.UTF_8));
        var medication =
                send((header.formatted("ORM^O01") + "PID|1||1\rORC|NW|1\rRXO|X").getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(otherType).contains("MSA|AR|").contains("|200^");
        assertThat(noPatient).contains("MSA|AE|").contains("PID");
        assertThat(medication).contains("MSA|AE|").contains("medication");
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select count(*) from received_message where outcome in ('AE', 'AR')")) {
            rows.next();
            assertThat(rows.getInt(1)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void shouldAcceptAtLeast95PercentOfOtherPeoplesOrders() throws Exception {
        // Given
        var files = SharedData.files("hl7v2", "{ORM,OML,OMG}*.hl7").stream()
                .filter(file -> !file.toString().contains("/broken/"))
                .toList();
        var refused = new ArrayList<String>();
        var started = Instant.now();
        var sent = 0;

        // When
        for (var file : files) {
            var bytes = Files.readAllBytes(file);
            var hasControlId = new String(bytes, StandardCharsets.UTF_8).split("\\|", 11)[9].length() > 0;
            // One sender wants no answer at all (MSH-15 and MSH-16 NE).
            var wantsAnswer = !new String(bytes, StandardCharsets.UTF_8).contains("|NE|NE|");
            if (hasControlId && wantsAnswer) {
                sent++;
                var answer = send(bytes);
                if (!answer.contains("|AA|")) {
                    refused.add(file.getFileName() + " " + answer.replace('\r', ' '));
                }
            }
        }

        // Then
        assertThat(refused)
                .as("of %d in %s", sent, Duration.between(started, Instant.now()))
                .hasSizeLessThanOrEqualTo(2)
                .allMatch(text -> text.contains("no PID") || text.contains("medication"));
    }
}
