package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Orders that take the place of others: RP (RU, RQ) with RO behind it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ReplacedOrderIT {
    private final String old = UUID.randomUUID().toString();
    private final String next = UUID.randomUUID().toString();

    @Inject
    MllpPort intake;

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String message(String... groups) {
        return """
                MSH|^~\\&|EPR|RX901|LIMS|RX902|20261121090000||ORM^O01^ORM_O01|%s|P|2.5.1|||AL|AL
                PID|1||%s^^^NHS^NH||TEST^PATIENT||19800101|F
                """.formatted(UUID.randomUUID(), RegionFixture.NHS_NUMBER) + String.join("\n", groups);
    }

    private static String group(String control, String placer, String test) {
        return "ORC|%s|%s^EPR".formatted(control, placer) + (test.isEmpty() ? "" : "\nOBR|1|||" + test + "^A test^L");
    }

    private Hl7Message send(String message) throws Exception {
        try (var client = MllpClient.connect("localhost", intake.number(), Duration.ofSeconds(20))) {
            return client.send(message.replace("\n", "\r").getBytes(StandardCharsets.UTF_8))
                    .message()
                    .message();
        }
    }

    private static List<String> replies(Hl7Message answer) {
        return answer.segments("ORC").stream().map(orc -> orc.raw(1)).toList();
    }

    private static JsonPath orders(String placer) {
        return as("hospital-doctor")
                .get("/fhir/R4/ServiceRequest?identifier=" + placer)
                .jsonPath();
    }

    private static String statusOf(String placer) {
        return orders(placer).getString("entry[0].resource.status");
    }

    private static String idOf(String placer) {
        return orders(placer).getString("entry[0].resource.id");
    }

    @Test
    void shouldEndTheOldOrderAndPlaceTheNewOneInItsPlace() throws Exception {
        // Given
        send(message(group("NW", old, "FBC")));

        // When
        var answer = send(message(group("RP", old, "FBC"), group("RO", next, "UE")));

        // Then
        assertThat(answer.value("MSA", 1)).contains("AA");
        assertThat(replies(answer)).containsExactly("RQ", "OK");
        assertThat(statusOf(old)).isEqualTo("revoked");
        assertThat(
                        orders(old)
                                .getString(
                                        "entry[0].resource.extension.find { it.url.endsWith('statusReason') }.valueCodeableConcept.text"))
                .isEqualTo("Replaced by another order");
        assertThat(statusOf(next)).isEqualTo("active");
        assertThat(orders(next).getList("entry[0].resource.replaces.reference"))
                .containsExactly("ServiceRequest/" + idOf(old));
        assertThat(as("hospital-doctor")
                        .get("/fhir/R4/ServiceRequest?replaces=ServiceRequest/" + idOf(old))
                        .jsonPath()
                        .getString("entry[0].resource.id"))
                .isEqualTo(idOf(next));
        assertThat(taskOf(old)).isEqualTo("cancelled");
        assertThat(taskOf(next)).isEqualTo("requested");
    }

    private static String taskOf(String placer) {
        return as("hospital-doctor")
                .get("/fhir/R4/Task?based-on=ServiceRequest/" + idOf(placer))
                .jsonPath()
                .getString("entry[0].resource.status");
    }

    @Test
    void shouldReplaceSeveralBySeveralWithoutSecondEffect() throws Exception {
        // Given
        var other = UUID.randomUUID().toString();
        var further = UUID.randomUUID().toString();
        send(message(group("NW", old, "FBC"), group("NW", other, "LFT")));
        String[] replacement = {
            group("RP", old, ""), group("RP", other, ""), group("RO", next, "UE"), group("RO", further, "CRP")
        };
        send(message(replacement));

        // When
        var again = send(message(replacement));

        // Then
        assertThat(replies(again)).containsExactly("RQ", "RQ", "OK", "OK");
        assertThat(List.of(statusOf(old), statusOf(other))).containsOnly("revoked");
        assertThat(orders(next).getList("entry[0].resource.replaces.reference"))
                .containsExactly("ServiceRequest/" + idOf(old), "ServiceRequest/" + idOf(other));
        assertThat(orders(further).getList("entry[0].resource.replaces")).hasSize(2);
        assertThat(orders(next).getString("entry[0].resource.meta.versionId")).isEqualTo("1");
    }

    @Test
    void shouldKeepWhatItReplacedWhenTheNewOneIsChanged() throws Exception {
        // Given
        send(message(group("NW", old, "FBC")));
        send(message(group("RP", old, ""), group("RO", next, "UE")));

        // When
        send(message(group("XO", next, "UE") + "\nNTE|1||Fasting"));

        // Then
        assertThat(orders(next).getString("entry[0].resource.note[0].text")).isEqualTo("Fasting");
        assertThat(orders(next).getList("entry[0].resource.replaces.reference"))
                .containsExactly("ServiceRequest/" + idOf(old));
    }

    @Test
    void shouldKeepAnOldOrderEndedThatComesLate() throws Exception {
        // When
        var answer = send(message(group("RP", old, "FBC"), group("RO", next, "UE")));
        send(message(group("NW", old, "FBC")));

        // Then
        assertThat(answer.value("MSA", 1)).contains("AA");
        assertThat(statusOf(old)).isEqualTo("revoked");
        assertThat(statusOf(next)).isEqualTo("active");
    }

    @Test
    void shouldLeaveAnOrderAloneThatIsSaidToBeReplacedByNothing() throws Exception {
        // Given
        send(message(group("NW", old, "FBC")));

        // When
        var answer = send(message(group("RP", old, "FBC")));

        // Then
        assertThat(answer.value("MSA", 1)).contains("AA");
        assertThat(replies(answer)).containsExactly("UM");
        assertThat(statusOf(old)).isEqualTo("active");
        assertThat(as("loader").get("/orders/unmatched").jsonPath().getList("reason"))
                .contains("no-replacement");
    }

    @Test
    void shouldPlaceNothingWhereTheOldOrderCannotEnd() throws Exception {
        // Given
        send(message(group("NW", old, "FBC")));

        // When
        var sameNumber = send(message(group("RP", old, "FBC"), group("RO", old, "FBC")));

        // Then
        assertThat(sameNumber.value("MSA", 1)).contains("AE");
        assertThat(sameNumber.value("ERR", 8))
                .hasValueSatisfying(text -> assertThat(text).contains("XO"));
        assertThat(statusOf(old)).isEqualTo("active");
    }

    @Test
    void shouldLeaveToPeopleWhatThePerformerWouldReplace() throws Exception {
        // Given
        send(message(group("NW", old, "FBC")));
        var byLaboratory = message(group("RU", old, "FBC"), group("RO", old, "UE"))
                .replace("EPR|RX901|LIMS|RX902", "LIMS|RX902|EPR|RX901")
                .replace("^EPR", "");

        // When
        var answer = send(byLaboratory);

        // Then
        assertThat(replies(answer)).containsExactly("UM", "UA");
        assertThat(orders(old).getList("entry.resource.status")).containsExactly("active");
        assertThat(as("loader").get("/orders/unmatched").jsonPath().getList("reason"))
                .contains("change-by-other");
    }
}
