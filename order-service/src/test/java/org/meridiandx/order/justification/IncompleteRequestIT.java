package org.meridiandx.order.justification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.PATIENT;
import static org.meridiandx.order.RegionFixture.ctChest;
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
import org.meridiandx.testkit.region.RegionTestResource;

/// A request for ionising imaging is not placed without what somebody has to justify it by.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class IncompleteRequestIT {
    private static final String PATH = "/fhir/R4/ServiceRequest";
    private static final String ODS = "{\"identifier\":{\"system\":\"" + RegionFixture.ODS + "\",\"value\":\"RX902\"}}";
    private static final String PERSON = """
            "contained":[{"resourceType":"PractitionerRole","id":"who","practitioner":{"display":"Dr Field",
              "identifier":{"system":"https://fhir.hl7.org.uk/Id/gmc-number","value":"1234567"}},"organization":%s}],"subject\"""".formatted(ODS);

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().gender(PATIENT, "female");
    }

    private static String ct() {
        return ctChest(UUID.randomUUID().toString());
    }

    private static String withoutReason(String body) {
        return body.replaceFirst("\"reasonCode\":\\[[^\\]]*\\],", "")
                .replaceFirst(",\\s*\"note\":\\[[^\\]]*\\]", "")
                .replace("\"urgent\"", "\"routine\"");
    }

    private static Response post(String persona, String body) {
        return sending(persona, body).post(PATH);
    }

    /// The laboratory's system signs nobody in.
    private static String ofTheLaboratory(String body) {
        return body.replaceFirst("\"requester\":\\{[^}]*\\}\\}", "\"requester\":" + ODS.replace("$", "\\$"));
    }

    private static String withoutRequester(String body) {
        return body.replaceFirst("\"requester\":\\{.*\\}\\},", "");
    }

    @Test
    void shouldNameAllThatIsMissingAndPlaceNothing() {
        // Given
        var placer = UUID.randomUUID().toString();

        // When
        var answer = post("lab", ofTheLaboratory(withoutReason(ctChest(placer))));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.jsonPath().getList("issue.expression.flatten()"))
                .containsExactly("ServiceRequest.requester", "ServiceRequest.reasonCode");
        assertThat(answer.asString()).contains("IR(ME)R", "draft");
        assertThat(RegionFixture.as("lab")
                        .get(PATH + "?identifier=" + placer)
                        .jsonPath()
                        .getInt("total"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            a draft               ; "active"   ; "draft"
            no ionising radiation ; 169069000  ; 816077007
            not known             ; 169069000  ; 999999999""")
    void shouldTakeWithoutReason(String what, String from, String to) {
        // Given
        var body = withoutReason(ct()).replace(from, to).replace("CT of chest", "examination");

        // When
        var answer = post("gp", body);

        // Then
        assertThat(answer.statusCode()).as(what + answer.asString()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "reasonCode":[{"text":"Cough"}]
            "reasonReference":[{"reference":"#why"}],"contained":[{"resourceType":"Condition","id":"why","subject":{"reference":"Patient/patient-1"}}]
            "note":[{"text":"Cough"}]""")
    void shouldTakeClinicalInformationWhereverItStands(String reason) {
        // When
        var answer = post("gp", withoutReason(ct()).replaceFirst("\"subject\"", reason + ",\"subject\""));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "reasonCode":[{"text":" "}]
            "note":[{"text":" "}]""")
    void shouldNotTakeBlanksForInformation(String reason) {
        // When
        var answer = post("gp", withoutReason(ct()).replaceFirst("\"subject\"", reason + ",\"subject\""));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 422);
    }

    @Test
    void shouldTakeAReferrerWhomTheRequestNames() {
        // Given
        var body = ofTheLaboratory(ct())
                .replaceFirst(
                        "\"requester\":\\{\"identifier\":\\{[^}]*\\}\\}", "\"requester\":{\"reference\":\"#who\"}")
                .replaceFirst("\"subject\"", PERSON);

        // When
        var placed = post("lab", body);

        // Then
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        var record = RegionFixture.as("lab").get(PATH + "/" + placed.jsonPath().getString("id") + "/$justification");
        assertThat(record.asString()).contains("Dr Field", "1234567");
    }

    @Test
    void shouldNotLetADraftBecomeActiveWhileItIsIncomplete() {
        // Given
        var draft = withoutReason(ct()).replace("\"active\"", "\"draft\"");
        var id = placeId(draft);
        var active = draft.replace("\"draft\"", "\"active\"")
                .replace("{\"resourceType\"", "{\"id\":\"" + id + "\",\"resourceType\"");

        // When
        var refused = sending("gp", active).header("If-Match", "W/\"1\"").put(PATH + "/" + id);

        // Then
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(422);
        assertThat(refused.jsonPath().getString("issue[0].expression[0]")).isEqualTo("ServiceRequest.reasonCode");
    }

    @Test
    void shouldHoldADraftToItsRequesterWhereTheAmendmentNamesNone() {
        // Given
        var draft = ofTheLaboratory(ct()).replace("\"active\"", "\"draft\"");
        var placed = post("lab", draft);
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        var id = placed.jsonPath().getString("id");
        var active = withoutRequester(draft)
                .replace("\"draft\"", "\"active\"")
                .replace("{\"resourceType\"", "{\"id\":\"" + id + "\",\"resourceType\"");

        // When
        var refused = sending("lab", active).header("If-Match", "W/\"1\"").put(PATH + "/" + id);

        // Then
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(422);
        assertThat(refused.jsonPath().getString("issue[0].expression[0]")).isEqualTo("ServiceRequest.requester");
        assertThat(RegionFixture.as("lab").get(PATH + "/" + id).jsonPath().getString("status"))
                .isEqualTo("draft");
    }

    @Test
    void shouldKeepTheRequesterWhomAnAmendmentLeavesOut() {
        // Given
        var draft = ct().replace("\"active\"", "\"draft\"")
                .replace(
                        "\"requester\":{",
                        "\"requester\":{\"reference\":\"Practitioner/dr-field\",\"display\":\"Dr Field\",");
        var id = placeId(draft);
        var active = withoutRequester(draft)
                .replace("\"draft\"", "\"active\"")
                .replace("{\"resourceType\"", "{\"id\":\"" + id + "\",\"resourceType\"");

        // When
        var changed = sending("gp", active).header("If-Match", "W/\"1\"").put(PATH + "/" + id);

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.jsonPath().getString("requester.display")).isEqualTo("Dr Field");
        assertThat(RegionFixture.as("gp")
                        .get(PATH + "/" + id + "/$justification")
                        .asString())
                .contains("Dr Field");
    }

    @Test
    void shouldPlaceNothingOfASetWithAnIncompleteExposure() {
        // Given
        var set = RegionFixture.orderSet(
                        UUID.randomUUID().toString(), UUID.randomUUID().toString())
                .replaceFirst("108252007", "363679005")
                .replaceFirst("26604007", "169069000");

        // When
        var answer = sending("gp", set).post("/fhir/R4/RequestGroup");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.asString()).contains("clinical information");
    }

    @Test
    void shouldTakeNobodysWordForWhatIsMissing() {
        // Given
        var body = ct().replaceFirst(
                        "\"code\":\\{",
                        "\"code\":{\"extension\":[{\"url\":\"urn:meridian:extension:justification-missing\",\"valueCode\":\"x\"}],");

        // When
        var placed = RegionFixture.place(body);

        // Then
        assertThat(placed.getList("code.extension.valueCode")).containsExactly("pregnancy-status");
    }
}
