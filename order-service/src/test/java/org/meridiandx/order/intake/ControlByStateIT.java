package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Every control code against every state of an order: what is answered, and what the order is then.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ControlByStateIT {
    private final String placer = UUID.randomUUID().toString();

    @Inject
    MllpPort intake;

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String message(String type, String control, String placer, String status, String note) {
        return """
                MSH|^~\\&|EPR|RX901|LIMS|RX902|20261121090000||%s|%s|P|2.5.1|||AL|AL
                PID|1||%s^^^NHS^NH||TEST^PATIENT||19800101|F
                ORC|%s|%s^EPR|||%s
                OBR|1|||FBC^Full blood count^L
                NTE|1||%s""".formatted(type, UUID.randomUUID(), RegionFixture.NHS_NUMBER, control, placer, status, note);
    }

    private Hl7Message send(String message) throws IOException {
        try (var client = MllpClient.connect("localhost", intake.number(), Duration.ofSeconds(20))) {
            return client.send(message.replace("\n", "\r").getBytes(StandardCharsets.UTF_8))
                    .message()
                    .message();
        }
    }

    private Hl7Message order(String control, String status, String note) throws IOException {
        return send(message("ORM^O01^ORM_O01", control, placer, status, note));
    }

    /// By the performer, who names the placer's number without its assigner.
    private Hl7Message news(String status) throws IOException {
        return send(asPerformer(message("ORM^O01^ORM_O01", "SC", placer, status, "")));
    }

    private String asPerformer(String message) {
        return message.replace("EPR|RX901|LIMS|RX902", "LIMS|RX902|EPR|RX901").replace(placer + "^EPR", placer);
    }

    private List<String> statuses() {
        List<String> found = as("hospital-doctor")
                .get("/fhir/R4/ServiceRequest?identifier=" + placer)
                .jsonPath()
                .getList("entry.resource.status");
        // A searchset without a hit has no entry.
        return found == null ? List.of() : found;
    }

    private String id() {
        return as("hospital-doctor")
                .get("/fhir/R4/ServiceRequest?identifier=" + placer)
                .jsonPath()
                .getString("entry[0].resource.id");
    }

    private void bring(String state) throws Exception {
        if (state.equals("none")) {
            return;
        }
        order("NW", "", "first");
        switch (state) {
            case "on-hold" -> order("HD", "", "first");
            case "revoked" -> order("CA", "", "first");
            case "completed" -> complete();
            default -> {}
        }
        assertThat(statuses()).containsExactly(state);
    }

    private void complete() throws Exception {
        var report = ReportRef.newBuilder()
                .setReportId(UUID.randomUUID().toString())
                .setOrderId(id())
                .setStatus("final")
                .setVersion(1);
        var event = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId(RegionFixture.PATIENT)
                .setReportAvailable(ReportAvailable.newBuilder().setReport(report));
        kafka.send(topics.results(), RegionFixture.PATIENT, event.build().toByteArray());
        await(() -> statuses().contains("completed"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            none,      NW, AA, OK, active
            none,      CA, AA, CR, revoked
            none,      DC, AA, DR, revoked
            none,      OC, AA, OK, revoked
            none,      XO, AA, XR, active
            none,      HD, AA, HR, on-hold
            none,      RL, AA, OR, active
            none,      SC, AA, UA,
            active,    NW, AA, OK, active
            active,    CA, AA, CR, revoked
            active,    DC, AA, DR, revoked
            active,    OC, AA, OK, revoked
            active,    XO, AA, XR, active
            active,    HD, AA, HR, on-hold
            active,    RL, AA, OR, active
            active,    SC, AA, OK, active
            on-hold,   NW, AA, OK, on-hold
            on-hold,   CA, AA, CR, revoked
            on-hold,   DC, AA, DR, revoked
            on-hold,   OC, AA, OK, revoked
            on-hold,   XO, AA, XR, on-hold
            on-hold,   HD, AA, HR, on-hold
            on-hold,   RL, AA, OR, active
            on-hold,   SC, AA, OK, on-hold
            revoked,   NW, AE, UA, revoked
            revoked,   CA, AA, CR, revoked
            revoked,   DC, AA, DR, revoked
            revoked,   OC, AA, OK, revoked
            revoked,   XO, AE, UX, revoked
            revoked,   HD, AE, UH, revoked
            revoked,   RL, AE, UR, revoked
            revoked,   SC, AA, OK, revoked
            completed, NW, AE, UA, completed
            completed, CA, AE, UC, completed
            completed, DC, AE, UD, completed
            completed, OC, AE, UC, completed
            completed, XO, AE, UX, completed
            completed, HD, AE, UH, completed
            completed, RL, AE, UR, completed
            completed, SC, AA, OK, completed
            """)
    void shouldDoOrRefuseWhatTheStateAllows(String state, String control, String code, String reply, String then)
            throws Exception {
        // Given
        bring(state);

        // When
        var answer = control.equals("SC") ? news("IP") : order(control, "", "second");

        // Then
        assertThat(answer.value("MSH", 9)).contains("ORR");
        assertThat(answer.value("MSA", 1)).contains(code);
        assertThat(answer.value("ORC", 1)).contains(reply);
        assertThat(answer.value("ORC", 2)).contains(placer);
        assertThat(answer.first("ERR").isPresent() || code.equals("AA"))
                .as("a refusal says why")
                .isTrue();
        assertThat(statuses()).isEqualTo(then == null ? List.of() : List.of(then));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            active,    CA, revoked
            active,    DC, revoked
            active,    HD, on-hold
            on-hold,   CA, revoked
            revoked,   CA, revoked
            completed, CA, completed
            """)
    void shouldDoWhatANewStatusOfTheOrderSays(String state, String status, String then) throws Exception {
        // Given
        bring(state);

        // When
        var byStatus = news(status);

        // Then
        assertThat(byStatus.value("MSA", 1)).contains(state.equals("completed") ? "AE" : "AA");
        assertThat(statuses()).containsExactly(then);
    }

    @Test
    void shouldHoldTheWorkWithItsOrderAndLetItGoOnWhereItStood() throws Exception {
        // Given
        bring("active");
        news("IP");

        // When
        order("HD", "", "first");
        var held = taskStatus();
        order("RL", "", "first");

        // Then
        assertThat(held).isEqualTo("on-hold");
        assertThat(taskStatus()).isEqualTo("in-progress");
    }

    @Test
    void shouldBeginTheWorkWhenAnOrderIsReleasedThatWasHeldBeforeItCame() throws Exception {
        // Given
        order("HD", "", "first");
        var before = task();

        // When
        var answer = order("RL", "", "first");

        // Then
        assertThat(before).isNull();
        assertThat(answer.value("ORC", 1)).contains("OR");
        assertThat(taskStatus()).isEqualTo("requested");
        var id = id();
        kafka.await(
                topics.orders(),
                1,
                Duration.ofSeconds(15),
                record -> Events.read(record.value())
                        .getOrderPlaced()
                        .getOrder()
                        .getOrderId()
                        .equals(id));
    }

    private String taskStatus() {
        return as("hospital-doctor")
                .get("/fhir/R4/Task?based-on=ServiceRequest/" + id())
                .jsonPath()
                .getString("entry[0].resource.status");
    }

    @Test
    void shouldSayOfTheWorkWhatThePerformerTells() throws Exception {
        // Given
        bring("active");
        var received = asPerformer(message("ORM^O01^ORM_O01", "SC", placer, "IP", ""))
                .replace("^L\n", "^L||||||||||20261121101500\n");

        // When
        var answer = send(received);
        news("SC");

        // Then
        var task = as("hospital-doctor")
                .get("/fhir/R4/Task?based-on=ServiceRequest/" + id())
                .jsonPath();
        assertThat(answer.value("ORC", 1)).contains("OK");
        assertThat(task.getString("entry[0].resource.status")).isEqualTo("in-progress");
        assertThat(task.getString("entry[0].resource.businessStatus.text"))
                .as("news never go back")
                .isEqualTo("sample received");
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "on-hold", "completed"})
    void shouldRefuseThePlacersNewsOfTheWork(String state) throws Exception {
        // Given
        bring(state);
        var before = task();

        // When
        var answer = order("SC", "IP", "");

        // Then
        assertThat(answer.value("MSA", 1)).contains("AE");
        assertThat(answer.value("ERR", 3)).contains("201");
        assertThat(answer.value("ORC", 1)).contains("UA");
        assertThat(task()).isEqualTo(before);
        assertThat(statuses()).containsExactly(state);
    }

    private String task() {
        return as("hospital-doctor")
                .get("/fhir/R4/Task?based-on=ServiceRequest/" + id())
                .jsonPath()
                .getString("entry.resource");
    }

    @ParameterizedTest
    @CsvSource({
        "ORM^O01^ORM_O01, ORR^O02^ORR_O02",
        "OMG^O19^OMG_O19, ORG^O20^ORG_O20",
        "OML^O21^OML_O21, ORL^O22^ORL_O22",
        "OML^O33^OML_O33, ORL^O34^ORL_O34",
        "OML^O35^OML_O35, ORL^O36^ORL_O36"
    })
    void shouldAnswerEachTypeByItsOwn(String type, String expected) throws Exception {
        // When
        var answer = send(message(type, "NW", placer, "", ""));

        // Then
        assertThat(answer.first("MSH").orElseThrow().raw(9)).isEqualTo(expected);
        assertThat(answer.first("PID").orElseThrow().raw(3)).isEqualTo("9990000018^^^NHS^NH");
        assertThat(answer.first("OBR").orElseThrow().raw(4)).isEqualTo("FBC^Full blood count^L");
    }

    @Test
    void shouldGiveTheSameAnswerToARepeat() throws Exception {
        // Given
        var news = message("ORM^O01^ORM_O01", "SC", placer, "IP", "");

        // When
        var first = send(news);
        var again = send(news);

        // Then
        assertThat(first.value("ORC", 1)).contains("UA");
        assertThat(again.segments().stream()
                        .skip(1)
                        .map(segment -> segment.raw(1) + segment.raw(8))
                        .toList())
                .isEqualTo(first.segments().stream()
                        .skip(1)
                        .map(segment -> segment.raw(1) + segment.raw(8))
                        .toList());
        assertThat(as("loader").get("/orders/unmatched").jsonPath().getList("reason"))
                .contains("unknown-order");
    }

    @Test
    void shouldAcknowledgeReceiptOnlyWhereNoMoreIsAsked() throws Exception {
        // When
        var answer = send(message("OML^O21^OML_O21", "NW", placer, "", "").replace("|AL|AL", "|AL|NE"));

        // Then
        assertThat(answer.value("MSH", 9)).contains("ACK");
        assertThat(answer.value("MSA", 1)).contains("CA");
        assertThat(answer.first("ORC")).isEmpty();
        assertThat(statuses()).containsExactly("active");
    }
}
