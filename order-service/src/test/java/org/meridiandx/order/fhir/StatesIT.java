package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.REASON;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Every step from every state, through the door that partners use.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class StatesIT {
    private static final String PATH = "/fhir/R4/ServiceRequest/";
    private static final List<String> STEPS = List.of(
            "draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "$cancel", "$suspend", "$resume");
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String withStatus(String body, String status) {
        return body.replace("\"status\":\"active\"", "\"status\":\"" + status + "\"");
    }

    private static JsonPath read(String id) {
        return as("gp").get(PATH + id).jsonPath();
    }

    private static Response step(String id, String body, String step) {
        return step.startsWith("$")
                ? sending("gp", REASON).post(PATH + id + "/" + step)
                : sending("gp", withStatus(body, step))
                        .header("If-Match", "W/\"" + read(id).getString("meta.versionId") + "\"")
                        .put(PATH + id);
    }

    private String placedIn(String state, String body) throws Exception {
        var id = placeId(withStatus(body, state.equals("draft") ? "draft" : "active"));
        switch (state) {
            case "on-hold" -> step(id, body, "$suspend");
            case "revoked" -> step(id, body, "$cancel");
            case "entered-in-error" -> step(id, body, "entered-in-error");
            case "completed" -> complete(id);
            default -> {}
        }
        assertThat(read(id).getString("status")).isEqualTo(state);
        return id;
    }

    private void complete(String id) throws Exception {
        var report =
                ReportRef.newBuilder().setReportId("r-" + id).setOrderId(id).setStatus("final");
        var event = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId(RegionFixture.PATIENT)
                .setReportAvailable(ReportAvailable.newBuilder().setReport(report.setVersion(1)));
        kafka.send(topics.results(), RegionFixture.PATIENT, event.build().toByteArray());
        await(() -> "completed".equals(read(id).getString("status")));
    }

    @ParameterizedTest
    @CsvSource({
        "draft, draft active entered-in-error $cancel",
        "active, active on-hold entered-in-error $cancel $suspend",
        "on-hold, on-hold active entered-in-error $cancel $resume",
        "revoked, entered-in-error",
        "completed, entered-in-error",
        "entered-in-error, ''"
    })
    void shouldTakeTheStepsOfAStateAndNoOther(String state, String allowed) throws Exception {
        // Given
        var body = fullBloodCount(UUID.randomUUID().toString());
        var id = placedIn(state, body);
        var steps = List.of(allowed.split(" "));

        // Then
        for (var step : STEPS) {
            if (steps.contains(step)) {
                var other = fullBloodCount(UUID.randomUUID().toString());
                var answer = step(placedIn(state, other), other, step);
                assertThat(answer.statusCode())
                        .as(state + " " + step + " " + answer.asString())
                        .isEqualTo(200);
            } else {
                var answer = step(id, body, step);
                assertThat(answer.statusCode())
                        .as(state + " " + step + " " + answer.asString())
                        .isEqualTo(409);
                assertThat(answer.asString()).contains("The status is " + state);
                assertThat(read(id).getString("status")).isEqualTo(state);
            }
        }
    }

    private static JsonPath taskOf(String id) {
        return as("gp").get("/fhir/R4/Task?focus=" + id).jsonPath();
    }

    private static Response answerOfPerformer(String id, String status) {
        var task = taskOf(id);
        var taskId = task.getString("entry[0].resource.id");
        var said = as("hospital-doctor").get("/fhir/R4/Task/" + taskId).asString();
        return sending("hospital-doctor", said.replaceFirst("\"status\":\"[a-z-]+\"", "\"status\":\"" + status + "\""))
                .header("If-Match", "W/\"" + task.getString("entry[0].resource.meta.versionId") + "\"")
                .put("/fhir/R4/Task/" + taskId);
    }

    @Test
    void shouldHoldTheWorkWithItsReasonAndLetItGoOnWhereItStood() {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));
        answerOfPerformer(id, "accepted");
        var reason = """
                {"resourceType":"Parameters","parameter":[{"name":"reason","valueCoding":
                  {"system":"http://snomed.info/sct","code":"77386006","display":"Pregnant"}}]}""";

        // When
        var held = sending("gp", reason).post(PATH + id + "/$suspend");
        var heldTask = taskOf(id);
        var begun = answerOfPerformer(id, "in-progress");
        var resumed = as("gp").post(PATH + id + "/$resume");

        // Then
        assertThat(held.jsonPath().getString("status")).isEqualTo("on-hold");
        assertThat(held.jsonPath().getString("extension[0].valueCodeableConcept.coding[0].code"))
                .isEqualTo("77386006");
        assertThat(heldTask.getString("entry[0].resource.status")).isEqualTo("on-hold");
        assertThat(heldTask.getString("entry[0].resource.statusReason.coding[0].code"))
                .isEqualTo("77386006");
        assertThat(begun.statusCode()).isEqualTo(409);
        assertThat(resumed.statusCode()).as(resumed.asString()).isEqualTo(200);
        assertThat(resumed.jsonPath().getList("extension")).isNull();
        assertThat(taskOf(id).getString("entry[0].resource.status")).isEqualTo("accepted");
        assertThat(taskOf(id).getString("entry[0].resource.statusReason")).isNull();
        isToldWithItsReason(id);
    }

    private void isToldWithItsReason(String id) {
        var told = kafka.await(
                topics.orders(),
                1,
                java.time.Duration.ofSeconds(15),
                record -> changeOf(record.value()).getOrder().getOrderId().equals(id)
                        && changeOf(record.value()).getStatus().equals("on-hold"));
        assertThat(changeOf(told.getFirst().value()).getReason().getCode()).isEqualTo("77386006");
    }

    private static org.meridiandx.contracts.events.v1.OrderChanged changeOf(byte[] event) {
        try {
            return Event.parseFrom(event).getOrderChanged();
        } catch (com.google.protobuf.InvalidProtocolBufferException bad) {
            throw new AssertionError(bad);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            $suspend;'';400
            $suspend;{"resourceType":"Parameters"};400
            $suspend;{"resourceType":"Parameters","parameter":[{"name":"why","valueString":"x"}]};400
            $resume;{"resourceType":"Parameters","parameter":[{"name":"reason"}]};400
            $resume;{"resourceType":"Patient"};400
            """)
    void shouldRefuseWhatIsNoReason(String operation, String body, int status) {
        // Given
        var id = placeId(fullBloodCount(UUID.randomUUID().toString()));

        // When
        var answer = sending("gp", body).post(PATH + id + "/" + operation);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(read(id).getString("status")).isEqualTo("active");
    }

    @Test
    void shouldLetNoStrangerSuspendOrResume() {
        // Given
        var id = placeId(fullBloodCount(UUID.randomUUID().toString()));

        // When
        var suspended = sending("stranger", REASON).post(PATH + id + "/$suspend");
        var resumed = sending("stranger", REASON).post(PATH + id + "/$resume");

        // Then
        assertThat(suspended.statusCode()).isEqualTo(403);
        assertThat(resumed.statusCode()).isEqualTo(403);
        assertThat(read(id).getString("status")).isEqualTo("active");
    }
}
