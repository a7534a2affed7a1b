package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.REASON;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RefusalIT {
    private static final String PATH = "/fhir/R4/ServiceRequest";
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static void isRefused(Response answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/fhir+json");
        assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("OperationOutcome");
        assertThat(answer.asString()).contains(words).doesNotContain(RegionFixture.NHS_NUMBER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "intent":"order";"intent":"plan";422;intent order
            "reasonCode":[{"text":"Suspected cancer of the lung"}],;;422;above routine needs its reason
            "status":"active";"status":"completed";422;active or draft
            "status":"active";"status":7;400;status
            "code":"363679005";"code":"1";422;category
            169069000;;400;code
            Patient/patient-1;Patient/nobody;422;Register the patient first
            Patient/patient-1;Device/1;422;Patient of this region
            "value":"Y90001";"value":"RX902";403;own organisation
            "intent":"order";"intent":"order","colour":"red";400;not part of FHIR
            "resourceType":"ServiceRequest";"resourceType":"Patient";400;not part of FHIR
            """)
    void shouldRefuseBadRequests(String from, String to, int status, String words) {
        // Given
        var body = ctChest(UUID.randomUUID().toString()).replace(from, to == null ? "" : to);

        // When
        var answer = sending("gp", body).post(PATH);

        // Then
        isRefused(answer, status, words);
    }

    @Test
    void shouldRefuseWhatIsNoJsonAndOtherMediaTypes() {
        isRefused(sending("gp", "{\"resourceType\":").post(PATH), 400, "not well-formed");
        isRefused(sending("gp", "").post(PATH), 400, "empty");
        isRefused(as("gp").contentType("application/fhir+xml").body("<x/>").post(PATH), 415, "fhir+json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ?colour=red;INVALID_PARAMETER
            ?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C9990000019;INVALID_NHS_NUMBER
            ?_count=0;INVALID_PARAMETER
            ?authored=yesterday;INVALID_PARAMETER
            ?patient=Device/1/2;INVALID_PARAMETER
            """)
    void shouldRefuseBadSearches(String query, String code) {
        isRefused(as("gp").urlEncodingEnabled(false).get(PATH + query), 400, code);
    }

    @Test
    void shouldRefuseStrangersAndMissingScopes() {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));
        var narrow = Tokens.of(Persona.GP).scope("system/Patient.rs").sign();

        // Then
        isRefused(as("stranger").get(PATH + "/" + id), 403, "no relationship");
        isRefused(as("stranger").get(PATH + "?patient=patient-1"), 403, "no relationship");
        isRefused(as("stranger").get(PATH + "/" + id + "/_history/1"), 403, "no relationship");
        isRefused(sending("stranger", REASON).post(PATH + "/" + id + "/$cancel"), 403, "no relationship");
        isRefused(sending("lab", REASON).post(PATH + "/" + id + "/$cancel"), 403, "ask and perform");
        isRefused(
                io.restassured.RestAssured.given()
                        .header("Authorization", "Bearer " + narrow)
                        .get(PATH + "/" + id),
                403,
                "system/ServiceRequest.r");
        assertThat(as("stranger").get(PATH).jsonPath().getList("entry")).isNull();
    }

    @Test
    void shouldRefuseStaleAndIllegalChanges() {
        // Given
        var placer = UUID.randomUUID().toString();
        var body = ctChest(placer);
        var id = placeId(body);
        var update = body.replace("\"status\":\"active\"", "\"status\":\"on-hold\"");
        var path = PATH + "/" + id;

        // Then
        isRefused(sending("gp", update).put(path), 412, "If-Match is needed");
        isRefused(sending("gp", update).header("If-Match", "W/\"7\"").put(path), 409, "version 1");
        isRefused(
                sending("gp", body.replace("\"active\"", "\"completed\""))
                        .header("If-Match", "W/\"1\"")
                        .put(path),
                409,
                "The status is active");
        assertThat(sending("gp", update)
                        .header("If-Match", "W/\"1\"")
                        .put(path)
                        .jsonPath()
                        .getString("status"))
                .isEqualTo("on-hold");
        isRefused(sending("gp", "{\"resourceType\":\"Parameters\"}").post(path + "/$cancel"), 400, "reason");
        var cancelled = sending("gp", REASON).post(path + "/$cancel");
        assertThat(cancelled.statusCode()).as(cancelled.asString()).isEqualTo(200);
        assertThat(cancelled.jsonPath().getString("extension[0].valueCodeableConcept.text"))
                .isEqualTo("asked twice");
        isRefused(sending("gp", REASON).post(path + "/$cancel"), 409, "The status is revoked");
        assertThat(as("gp").get(path + "/_history").jsonPath().getList("entry")).hasSize(3);
        assertThat(as("gp").get(path + "/_history/1").jsonPath().getString("status"))
                .isEqualTo("active");
    }

    @Test
    void shouldRefuseTheSameNumberWithOtherContent() {
        // Given
        var placer = UUID.randomUUID().toString();
        placeId(fullBloodCount(placer));

        // When
        var other = sending("gp", fullBloodCount(placer).replace("26604007", "1019"))
                .post(PATH);

        // Then
        isRefused(other, 409, "number of its own");
    }

    @Test
    void shouldCreateOnlyWhenNothingMatches() {
        // Given
        var placer = UUID.randomUUID().toString();
        var id = placeId(fullBloodCount(placer));
        var condition = "identifier=urn:example:gp|" + placer;

        // When
        var again = sending("gp", fullBloodCount(UUID.randomUUID().toString()))
                .header("If-None-Exist", condition)
                .post(PATH);

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getString("id")).isEqualTo(id);
        isRefused(
                sending("gp", fullBloodCount("x"))
                        .header("If-None-Exist", "code=1")
                        .post(PATH),
                400,
                "If-None-Exist");
    }

    @Test
    void shouldLetThePerformerAnswerAndANewTaskFollowARejection() {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));
        var task = as("hospital-doctor").get("/fhir/R4/Task?focus=ServiceRequest/" + id);
        var taskId = task.jsonPath().getString("entry[0].resource.id");
        var path = "/fhir/R4/Task/" + taskId;
        var said = as("hospital-doctor").get(path).asString();
        var another = """
                {"resourceType":"Task","status":"requested","intent":"order","focus":{"reference":"ServiceRequest/%s"}}""".formatted(id);

        // Then
        isRefused(sending("gp", another).post("/fhir/R4/Task"), 409, "open Task already");
        isRefused(
                sending("hospital-doctor", said.replace("\"requested\"", "\"completed\""))
                        .header("If-Match", "W/\"1\"")
                        .put(path),
                409,
                "The status is requested");
        var rejected = sending("hospital-doctor", said.replace("\"requested\"", "\"rejected\""))
                .header("If-Match", "W/\"1\"")
                .put(path);
        assertThat(rejected.statusCode()).as(rejected.asString()).isEqualTo(200);
        assertThat(sending("gp", another).post("/fhir/R4/Task").statusCode()).isEqualTo(201);
    }

    @Test
    void shouldAnswerEveryParameterThatItClaims() {
        // Given
        var placer = UUID.randomUUID().toString();
        placeId(ctChest(placer));
        var rest = as("gp").get("/capability").jsonPath();

        // Then
        for (var type : new String[] {"ServiceRequest", "Task"}) {
            var parameters = rest.<String>getList("find { it.type == '" + type + "' }.searchParam.name");
            assertThat(parameters).hasSizeGreaterThan(8);
            for (var name : parameters) {
                var value = switch (name) {
                    case "_lastUpdated", "authored", "authored-on" -> "ge2020-01-01";
                    case "patient:identifier" -> RegionFixture.NHS_NUMBER;
                    case "patient", "subject" -> "Patient/" + RegionFixture.PATIENT;
                    default -> "x";
                };
                var answer = as("gp").queryParam(name, value).get("/fhir/R4/" + type);
                assertThat(answer.statusCode())
                        .as(type + " " + name + answer.asString())
                        .isEqualTo(200);
            }
        }
        var found = as("gp").contentType("application/x-www-form-urlencoded; charset=utf-8")
                .formParam("requisition", "urn:example:gp|REQ-" + placer)
                .formParam("category", "http://snomed.info/sct|363679005")
                .formParam("code", "http://snomed.info/sct|169069000")
                .formParam("requester", "Organization/Y90001")
                .formParam("performer:identifier", RegionFixture.ODS + "|RX901")
                .formParam("priority", "urgent")
                .formParam("status", "active,on-hold")
                .post(PATH + "/_search");
        assertThat(found.jsonPath().getList("entry")).as(found.asString()).hasSize(1);
    }
}
