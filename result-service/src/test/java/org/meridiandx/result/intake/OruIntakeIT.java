package org.meridiandx.result.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OruIntakeIT {
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldServeWhatTheLaboratorySent() throws IOException {
        // Given
        identity.orders()
                .add(
                        OrderRef.newBuilder()
                                .setOrderId("order-1")
                                .setPlacerNumber("PLF100")
                                .setRequester("Y90001")
                                .setPerformer("RX902")
                                .build(),
                        Samples.PATIENT_ID,
                        "active");

        // When
        var reply = send(Samples.fullBloodCount("C100", "F100", "F", "118"));

        // Then
        assertThat(reply.code()).as(reply.reason()).isEqualTo("AA");
        var found = search("DiagnosticReport?patient=" + Samples.PATIENT_ID + "&based-on=ServiceRequest/order-1");
        assertThat(found.getInt("total")).isEqualTo(1);
        assertThat(found.getString("entry[0].resource.status")).isEqualTo("final");
        assertThat(found.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/" + Samples.PATIENT_ID);
        assertThat(found.getList("entry[0].resource.result")).hasSize(3);
        var haemoglobin = search("Observation?patient=" + Samples.PATIENT_ID + "&code=http://loinc.org|718-7");
        assertThat(haemoglobin.getString("entry[0].resource.valueQuantity.code"))
                .isEqualTo("g/L");
        assertThat(haemoglobin.getInt("entry[0].resource.referenceRange[0].low.value"))
                .isEqualTo(130);
        assertThat(haemoglobin.getString("entry[0].resource.note[0].text")).contains("repeat");
        kafka.await(
                topics.results(),
                1,
                Duration.ofSeconds(10),
                record -> event(record.value())
                        .getReportAvailable()
                        .getReport()
                        .getOrderId()
                        .equals("order-1"));
        var pointers = kafka.await(topics.pointers(), 1, Duration.ofSeconds(10), record -> true);
        assertThat(event(pointers.getFirst().value()).getPatientId()).isEmpty();
    }

    @Test
    void shouldHaveNoSecondEffectWhenTheSameMessageComesAgain() throws IOException {
        // Given
        var message = Samples.fullBloodCount("C200", "F200", "F", "120");

        // When
        var replies = List.of(send(message), send(message));

        // Then
        assertThat(replies).extracting(MllpClient.Reply::code).containsExactly("AA", "AA");
        assertThat(search("DiagnosticReport?identifier=F200").getInt("total")).isEqualTo(1);
    }

    @Test
    void shouldKeepTheFinalReportWhenItsPreliminaryComesLate() throws IOException {
        // Given
        send(Samples.fullBloodCount("C301", "F300", "F", "121"));

        // When
        send(Samples.fullBloodCount("C302", "F300", "P", "99"));

        // Then
        var found = search("DiagnosticReport?identifier=F300");
        assertThat(found.getString("entry[0].resource.status")).isEqualTo("final");
        assertThat(found.getString("entry[0].resource.meta.versionId")).isEqualTo("1");
    }

    @Test
    void shouldSupersedeWhenTheLaboratoryCorrects() throws IOException {
        // Given
        send(Samples.fullBloodCount("C401", "F400", "F", "121"));

        // When
        send(Samples.fullBloodCount("C402", "F400", "C", "131"));

        // Then
        var found = search("DiagnosticReport?identifier=F400");
        var id = found.getString("entry[0].resource.id");
        assertThat(found.getString("entry[0].resource.status")).isEqualTo("corrected");
        assertThat(found.getList("entry[0].resource.result")).hasSize(3);
        assertThat(get("DiagnosticReport/" + id + "/_history/1").getString("status"))
                .isEqualTo("final");
        assertThat(get("DiagnosticReport/" + id + "/_history").getInt("total")).isEqualTo(2);
        kafka.await(
                topics.results(),
                1,
                Duration.ofSeconds(10),
                record -> event(record.value())
                        .getReportAmended()
                        .getReport()
                        .getReportId()
                        .equals(id));
    }

    @Test
    void shouldServeADocumentWithItsAddendumUntilItIsCancelled() throws IOException {
        // Given
        var addendum = document("T06", "TXA|1|DI|AP|20261120||20261121150000||||||D501|D500||||AU", "A fracture.");
        var original = document("T02", "TXA|1|DI|AP|20261120||20261120150000||||||D500|||||AU", "No fracture.");
        assertThat(send(addendum).code()).isEqualTo("AA");
        assertThat(send(original).code()).isEqualTo("AA");
        var found = search("DiagnosticReport?identifier=D500").getString("entry[0].resource.id");
        assertThat(get("DiagnosticReport/" + found).getString("status")).isEqualTo("appended");
        assertThat(get("DiagnosticReport/" + found).getList("presentedForm")).hasSize(2);

        // When
        var reply = send(document("T11", "TXA|1|DI|AP|20261120||||||||D500", ""));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(get("DiagnosticReport/" + found).getString("status")).isEqualTo("cancelled");
        assertThat(get("DiagnosticReport/" + found).getList("presentedForm")).isNull();
        assertThat(get("DiagnosticReport/" + found + "/_history").getInt("total"))
                .isEqualTo(3);
    }

    @Test
    void shouldWithdrawTheValuesOfACancelledReport() throws IOException {
        // Given
        send(Samples.fullBloodCount("C501", "F510", "F", "121"));
        var id = search("DiagnosticReport?identifier=F510").getString("entry[0].resource.result[0].reference");

        // When
        send(
                Samples.message(
                        "C502",
                        Samples.NHS_NUMBER,
                        "OBR|1|PLF510^RX901|F510^RX902|FBC^Full blood count^L|||20261120093000|||||||||||||||20261121083000||HM|X"));

        // Then
        assertThat(get(id).getString("status")).isEqualTo("cancelled");
    }

    private static byte[] document(String event, String txa, String text) {
        var message = "MSH|^~\\&|RIS|RX902|MERIDIAN|NORTH|20261123090000||MDM^" + event + "|" + event + "-500|P|2.5.1\r"
                + "PID|1||" + Samples.NHS_NUMBER + "^^^NHS^NH||TESTPATIENT^ANN||19700101|F\r" + txa + "\r"
                + (text.isEmpty() ? "" : "OBX|1|TX|R^Report^L||" + text + "||||||F\r");
        return message.getBytes(StandardCharsets.UTF_8);
    }

    private MllpClient.Reply send(byte[] message) throws IOException {
        try (var client = MllpClient.connect("localhost", mllp.number(), Duration.ofSeconds(10))) {
            return client.send(message);
        }
    }

    private static io.restassured.path.json.JsonPath search(String query) {
        return get(query);
    }

    private static io.restassured.path.json.JsonPath get(String path) {
        return given().header("Authorization", "Bearer " + Tokens.persona("gp"))
                .when()
                .get("/fhir/R4/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Event event(byte[] bytes) {
        try {
            return Event.parseFrom(bytes);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
