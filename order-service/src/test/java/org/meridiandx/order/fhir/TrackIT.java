package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.REASON;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Where a request stands, as its patient and those who work on it are told.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class TrackIT {
    private static final String PATH = "/fhir/R4/ServiceRequest/";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String placed() {
        return placeId(fullBloodCount(UUID.randomUUID().toString())
                .replace(
                        "\"requester\":{",
                        "\"authoredOn\":\"2026-03-12T09:10:00Z\",\"performer\":[{\"identifier\":"
                                + "{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"RX902\"}}],"
                                + "\"requester\":{\"display\":\"Larkfield Surgery\","));
    }

    private static void receiveSample(String id) {
        var found = as("lab").get("/fhir/R4/Task?focus=" + id).jsonPath();
        var taskId = found.getString("entry[0].resource.id");
        var said = as("lab")
                .get("/fhir/R4/Task/" + taskId)
                .asString()
                .replace("\"requested\"", "\"in-progress\",\"businessStatus\":{\"text\":\"specimen received\"}");
        var answer = sending("lab", said).header("If-Match", "W/\"1\"").put("/fhir/R4/Task/" + taskId);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    private static JsonPath track(String persona, String id) {
        var answer = as(persona).get(PATH + id + "/$track");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private static String display(JsonPath track, int step) {
        return track.getString(
                "parameter.findAll { it.name == 'step' }[" + step + "].part.find { it.name == 'display' }.valueString");
    }

    @Test
    void shouldTellThePersonWhoAsked() {
        // Given
        var id = placed();
        receiveSample(id);
        sending("gp", REASON).post(PATH + id + "/$cancel");

        // When
        var track = track("gp", id);

        // Then
        assertThat(
                        track.getList(
                                "parameter.findAll { it.name == 'step' }.collect { it.part.find { it.name == 'code' }.valueCode }"))
                .containsExactly("requested", "sample-received", "cancelled");
        // The year is told from the next one on.
        assertThat(display(track, 0)).matches("Requested 12 March (2026 )?09:10 by Larkfield Surgery\\.");
        assertThat(display(track, 1)).startsWith("Sample received ").endsWith(" by RX902.");
        assertThat(display(track, 2)).startsWith("Cancelled ").endsWith(": asked twice.");
        assertThat(track.getString("parameter.find { it.name == 'display' }.valueString"))
                .isEqualTo(display(track, 2));
        assertThat(track.getString("parameter.find { it.name == 'status' }.valueCode"))
                .isEqualTo("revoked");
    }

    @Test
    void shouldTellThePatientInWelshAndThatThisIsADraft() {
        // Given
        var id = placed();
        receiveSample(id);
        var token = Tokens.of(Persona.PATIENT).patient(RegionFixture.PATIENT).sign();

        // When
        var answer = RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .header("Accept-Language", "cy, en;q=0.5")
                .get(PATH + id + "/$track")
                .jsonPath();

        // Then
        assertThat(display(answer, 1)).startsWith("Cyrhaeddodd eich sampl y labordy ar ");
        assertThat(answer.getString("parameter.find { it.name == 'language' }.valueCode"))
                .isEqualTo("cy");
        assertThat(answer.getString("parameter.find { it.name == 'translation' }.valueCode"))
                .isEqualTo("draft");
    }

    @Test
    void shouldTellThePatientInTheirWordsAndLeaveATrace() {
        // Given
        var id = placed();
        receiveSample(id);
        var token = Tokens.of(Persona.PATIENT).patient(RegionFixture.PATIENT).sign();

        // When
        var answer = RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .header("Accept-Language", "gd, en;q=0.5")
                .get(PATH + id + "/$track");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(display(answer.jsonPath(), 1)).startsWith("Your sample reached the lab ");
        assertThat(answer.jsonPath().getString("parameter.find { it.name == 'language' }.valueCode"))
                .isEqualTo("en");
        kafka.await(topics.audit(), 1, Duration.ofSeconds(15), record -> {
            try {
                var audit = Event.parseFrom(record.value()).getAudit();
                return audit.getInteraction().equals("read")
                        && audit.getResourceIdsList().contains(id);
            } catch (InvalidProtocolBufferException bad) {
                throw new AssertionError(bad);
            }
        });
    }

    @Test
    void shouldTellStrangersNothing() {
        // Given
        var id = placed();

        // When
        var refused = as("stranger").get(PATH + id + "/$track");
        var unknown = as("gp").get(PATH + UUID.randomUUID() + "/$track");

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).doesNotContain("Larkfield");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }
}
