package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.AtOnce;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.SharedData;

/// Requests by message: placed, amended, revoked, each once, and answered by a message.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ProcessMessageIT {
    private static final String DOOR = "/fhir/R4/ServiceRequest/$process-message";
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String message(String id, String reason, String placer) {
        return """
                {"resourceType":"Bundle","type":"message","entry":[
                 {"fullUrl":"urn:uuid:1","resource":{"resourceType":"MessageHeader","id":"%s",
                   "eventCoding":{"system":"https://fhir.nhs.uk/CodeSystem/message-events-bars","code":"servicerequest-request"},
                   "source":{"endpoint":"https://fhir.nhs.uk/Id/dos-service-id|1"},
                   "reason":{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/message-reason-bars","code":"%s"}]},
                   "focus":[{"reference":"urn:uuid:2"}]}},
                 {"fullUrl":"urn:uuid:2","resource":{"resourceType":"ServiceRequest","status":"active","intent":"order",
                   "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PLAC"}]},
                     "system":"urn:example:gp","value":"%s"}],
                   "category":[{"coding":[{"system":"http://snomed.info/sct","code":"363679005"}]}],
                   "code":{"coding":[{"system":"http://snomed.info/sct","code":"169069000"}]},
                   "reasonCode":[{"text":"Cough for six weeks"}],
                   "subject":{"reference":"urn:uuid:3"},"requester":{"reference":"urn:uuid:4"},
                   "supportingInfo":[{"reference":"urn:uuid:6"}]}},
                 {"fullUrl":"urn:uuid:3","resource":{"resourceType":"Patient",
                   "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}]}},
                 {"fullUrl":"urn:uuid:4","resource":{"resourceType":"PractitionerRole","organization":{"reference":"urn:uuid:5"}}},
                 {"fullUrl":"urn:uuid:5","resource":{"resourceType":"Organization","name":"Larkfield Surgery",
                   "identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}]}},
                 {"fullUrl":"urn:uuid:6","resource":{"resourceType":"Observation","status":"final","code":{"text":"Weight"},
                   "subject":{"reference":"urn:uuid:3"}}}]}
                """.formatted(id, reason, placer);
    }

    private static String any() {
        return UUID.randomUUID().toString();
    }

    private static Response send(String persona, String body) {
        return sending(persona, body).post(DOOR);
    }

    private static JsonPath ok(Response answer, String messageId) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        FhirJson.parse(answer.asByteArray());
        assertThat(answer.jsonPath().getString("entry[0].resource.response.identifier"))
                .isEqualTo(messageId);
        assertThat(answer.jsonPath().getString("entry[0].resource.response.code"))
                .isEqualTo("ok");
        return answer.jsonPath();
    }

    private static JsonPath focus(JsonPath answer) {
        return as("gp").get("/fhir/R4/" + answer.getString("entry[0].resource.focus[0].reference"))
                .jsonPath();
    }

    @Test
    void shouldPlaceAmendAndRevokeByMessageEachOnce() {
        // Given
        var placer = any();
        var revoked =
                message("c-" + placer, "update", placer).replace("\"status\":\"active\"", "\"status\":\"revoked\"");
        var amended = message("b-" + placer, "update", placer).replace("Cough for six weeks", "Cough for seven weeks");

        // When
        var placed = ok(send("gp", message("a-" + placer, "new", placer)), "a-" + placer);
        ok(send("gp", message("a-" + placer, "new", placer)), "a-" + placer);
        ok(send("gp", amended), "b-" + placer);
        ok(send("gp", amended), "b-" + placer);
        var afterAmendment = focus(placed);
        ok(send("gp", revoked), "c-" + placer);
        ok(send("gp", revoked), "c-" + placer);

        // Then
        assertThat(afterAmendment.getString("meta.versionId")).isEqualTo("2");
        assertThat(afterAmendment.getString("reasonCode[0].text")).isEqualTo("Cough for seven weeks");
        assertThat(afterAmendment.getString("subject.reference")).isEqualTo("Patient/patient-1");
        assertThat(afterAmendment.getList("contained.resourceType"))
                .containsExactlyInAnyOrder("PractitionerRole", "Organization", "Observation");
        assertThat(afterAmendment.getString(
                        "contained.find { it.resourceType == 'Observation' }.subject.identifier.value"))
                .isEqualTo(RegionFixture.NHS_NUMBER);
        assertThat(focus(placed).getString("status")).isEqualTo("revoked");
        assertThat(focus(placed).getString("meta.versionId")).isEqualTo("3");
    }

    private static String labelled(String message, String type) {
        var start = "\"resourceType\":\"" + type + "\",";
        return message.replace(
                start,
                start + "\"meta\":{\"security\":[{\"system\":\"urn:example:label\",\"code\":\"" + type + "\"}]},");
    }

    @Test
    void shouldKeepTheLabelsOfAllThatItTakesOver() {
        // Given
        var id = any();
        var body = message(id, "new", any());
        for (var type : List.of("Bundle", "MessageHeader", "ServiceRequest", "Patient", "Observation")) {
            body = labelled(body, type);
        }

        // When
        var placed = ok(send("gp", body), id);
        identity.access().sealLabelled();

        // Then
        assertThat(focus(placed).getList("meta.security.code", String.class))
                .containsExactlyInAnyOrder("Bundle", "MessageHeader", "ServiceRequest", "Patient", "Observation");
        assertThat(as("pacs")
                        .get("/fhir/R4/" + placed.getString("entry[0].resource.focus[0].reference"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldReadAMessageWithoutFullUrls() {
        // Given
        var id = any();
        var types = List.of("ServiceRequest", "Patient", "PractitionerRole", "Organization", "Observation");
        var body = message(id, "new", any()).replaceAll("\"fullUrl\":\"[^\"]*\",", "");
        for (var type : types) {
            body = body.replace("\"resourceType\":\"" + type + "\",", "\"resourceType\":\"" + type + "\",\"id\":\"e\",")
                    .replace("urn:uuid:" + (types.indexOf(type) + 2), type + "/e");
        }

        // When
        var placed = focus(ok(send("gp", body), id));

        // Then
        assertThat(placed.getList("contained.resourceType"))
                .containsExactlyInAnyOrder("PractitionerRole", "Organization", "Observation");
        assertThat(placed.getString("requester.identifier.value")).isNull();
        assertThat(placed.getString("contained.find { it.resourceType == 'Observation' }.subject.identifier.value"))
                .isEqualTo(RegionFixture.NHS_NUMBER);
        assertThat(placed.getMap("code")).containsOnlyKeys("coding", "extension");
        assertThat(placed.getList("code.extension.valueCode")).containsExactly("pregnancy-status");
    }

    @Test
    void shouldKeepTheDigitsOfADecimalAndWhatNamesTheRequestItself() {
        // Given
        var id = any();
        var body = message(id, "new", any())
                .replace(
                        "\"code\":{\"text\":\"Weight\"}",
                        "\"code\":{\"text\":\"Weight\"},\"valueQuantity\":{\"value\":7.10},"
                                + "\"basedOn\":[{\"reference\":\"urn:uuid:2\"}]");

        // When
        var placed = ok(send("gp", body), id);

        // Then
        var request = as("gp").get("/fhir/R4/" + placed.getString("entry[0].resource.focus[0].reference"));
        assertThat(request.asString()).contains("\"value\":7.10", "\"basedOn\":[{\"reference\":\"#\"}]");
        assertThat(request.jsonPath().getList("contained.resourceType")).doesNotContain("ServiceRequest");
    }

    @Test
    void shouldPlaceOnceWhatComesManyTimesAtOnce() throws Exception {
        // Given
        var placer = any();

        // When
        var answers = AtOnce.ask(5, number -> send("gp", message("m-" + placer, "new", placer)));

        // Then
        assertThat(AtOnce.statuses(answers)).containsOnly(200);
        assertThat(as("gp").queryParam("identifier", placer)
                        .get("/fhir/R4/ServiceRequest")
                        .jsonPath()
                        .getInt("total"))
                .isEqualTo(1);
    }

    @Test
    void shouldHoldADraftToItsRequesterWhereTheMessageNamesNone() {
        // Given a draft of the laboratory's system, which signs nobody in
        var placer = any();
        var draft =
                RegionFixture.ctChest(placer).replace("\"active\"", "\"draft\"").replace("Y90001", "RX902");
        assertThat(sending("lab", draft).post("/fhir/R4/ServiceRequest").statusCode())
                .isEqualTo(201);

        // When
        var answer = send(
                "lab", message(any(), "update", placer).replace(",\"requester\":{\"reference\":\"urn:uuid:4\"}", ""));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.asString()).contains("names no referrer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            gp;"code":"new";"code":"update";404;No request here
            gp;9990000018;9990000026;422;Register the patient
            gp;"intent":"order";"intent":"plan";422;intent order
            gp;"value":"Y90001";"value":"RX902";403;own organisation
            """)
    void shouldAnswerARefusalByAMessage(String persona, String from, String to, int status, String words) {
        // Given
        var id = any();

        // When
        var answer = send(persona, message(id, "new", any()).replace(from, to));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        FhirJson.parse(answer.asByteArray());
        var header = answer.jsonPath();
        assertThat(header.getString("entry[0].resource.response.code")).isEqualTo("fatal-error");
        assertThat(header.getString("entry[0].resource.response.identifier")).isEqualTo(id);
        assertThat(header.getString("entry[0].resource.response.details.reference"))
                .isEqualTo(header.getString("entry[1].fullUrl"));
        assertThat(answer.asString()).contains(words).doesNotContain("9990000026");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "type":"message";"type":"transaction";400
            servicerequest-request;observations-1;422
            "code":"new";"code":"delete";400
            [{"reference":"urn:uuid:2"}];[{"reference":"urn:uuid:3"}];400
            [{"reference":"urn:uuid:2"}];[];400
            "resourceType":"MessageHeader","id";"resourceType":"Basic","id";400
            """)
    void shouldRefuseWhatIsNoSuchMessage(String from, String to, int status) {
        // When
        var answer = send("gp", message(any(), "new", any()).replace(from, to));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("OperationOutcome");
    }

    @Test
    void shouldLetNoStrangerChangeByMessage() {
        // Given
        var placer = any();
        var id = any();
        var placed = ok(send("gp", message(id, "new", placer)), id);

        // When
        var answer = send("stranger", message(any(), "update", placer).replace("\"active\"", "\"revoked\""));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
        assertThat(focus(placed).getString("status")).isEqualTo("active");
    }

    @Test
    void shouldSayWhatAMessageNeeds() {
        // When
        var found = as("gp").get("/fhir/R4/MessageDefinition?context=2000099999");
        var read = as("gp").get("/fhir/R4/MessageDefinition/servicerequest-request");
        var other = as("gp").get("/fhir/R4/MessageDefinition?colour=red");

        // Then
        assertThat(found.jsonPath().getString("entry[0].resource.eventCoding.code"))
                .isEqualTo("servicerequest-request");
        FhirJson.parse(found.asByteArray());
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(other.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldAnswerEverySample() throws IOException {
        // Given
        var samples = SharedData.files("fhir", "*.json").stream()
                .filter(file -> Set.of("nhse_bars_ig", "nhs_bars_api")
                        .contains(file.getParent().getFileName().toString()))
                .toList();
        var answered = 0;

        // Then
        for (var file : samples) {
            var body = Files.readString(file);
            if (body.contains("\"servicerequest-request\"") && body.contains("\"MessageHeader\"")) {
                var answer = send("gp", body);
                // They ask for referrals and validations, none for a test of a patient of this region.
                assertThat(answer.statusCode())
                        .as(file.getFileName() + " " + answer.asString())
                        .isIn(400, 404, 422);
                FhirJson.parse(answer.asByteArray());
                answered++;
            }
        }
        assertThat(answered).isPositive();
    }
}
