package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Questionnaire;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// The scan-choice tool as a form: it can be shown, filled and sent back.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RequestFormIT {
    private static final String FORM = "/fhir/R4/Questionnaire/imaging-request";
    private static final String ASSESS = "/fhir/R4/ServiceRequest/$assess";
    private static final String BACK_PAIN = """
            {"linkId":"group-request","item":[
              {"linkId":"requested_modality","answer":[{"valueCoding":{"code":"CT"}}]},
              {"linkId":"requested_region","answer":[{"valueCoding":{"code":"lumbar-spine"}}]},
              {"linkId":"age","answer":[{"valueDecimal":45}]}]},
            {"linkId":"group-spine","item":[{"linkId":"low_back_pain","answer":[{"valueBoolean":true}]}]}""";

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static Questionnaire form() {
        var answer = as("gp").get(FORM);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return FhirJson.parse(answer.asByteArray(), Questionnaire.class);
    }

    private static Map<String, QuestionnaireItemComponent> items(List<QuestionnaireItemComponent> items) {
        var found = new HashMap<String, QuestionnaireItemComponent>();
        var open = new ArrayList<>(items);
        while (!open.isEmpty()) {
            var item = open.removeLast();
            assertThat(found.put(item.getLinkId(), item)).as(item.getLinkId()).isNull();
            open.addAll(item.getItem());
        }
        return found;
    }

    private static Response assess(String answers, String more) {
        return sending("gp", """
                {"resourceType":"Parameters","parameter":[{"name":"answers","resource":%s}%s]}
                """.formatted(answers, more)).post(ASSESS);
    }

    private static String filled(String items) {
        return """
                {"resourceType":"QuestionnaireResponse","status":"completed",
                 "questionnaire":"https://region.test.invalid/fhir/R4/Questionnaire/imaging-request","item":[%s]}
                """.formatted(items);
    }

    @Test
    void shouldAskEveryFactOnceAndOnlyWhatCanBeAnswered() {
        // When
        var form = form();

        // Then
        var items = items(form.getItem());
        assertThat(form.getVersion()).contains("guidelines 0.1.0");
        assertThat(form.getDescription()).contains("draft for clinical review");
        assertThat(items.keySet()).contains("requested_modality", "egfr", "low_back_pain");
        assertThat(items.keySet()).doesNotContain("request_best_category");
        items.values().forEach(item -> {
            var isChoice = item.getType() == QuestionnaireItemType.CHOICE;
            assertThat(item.hasAnswerOption()).as(item.getLinkId()).isEqualTo(isChoice);
            assertThat(item.hasItem()).as(item.getLinkId()).isEqualTo(item.getType() == QuestionnaireItemType.GROUP);
            item.getEnableWhen().forEach(condition -> assertThat(items).containsKey(condition.getQuestion()));
            assertThat(item.hasEnableBehavior())
                    .as(item.getLinkId())
                    .isEqualTo(item.getEnableWhen().size() > 1);
        });
    }

    @Test
    void shouldShowQuestionsOfARegionOnlyWhereThatIsAskedFor() {
        // When
        var items = items(form().getItem());

        // Then
        var regions = new HashSet<String>();
        items.get("knee_fibular_head_tender")
                .getEnableWhen()
                .forEach(condition -> regions.add(((Coding) condition.getAnswer()).getCode()));
        assertThat(regions).contains("knee").doesNotContain("head", "breast");
        assertThat(items.get("pregnancy_status").hasEnableWhen()).isFalse();
        assertThat(items.get("requested_region").hasEnableWhen()).isFalse();
    }

    @Test
    void shouldAssessAFilledForm() {
        // When
        var answer = assess(filled(BACK_PAIN), "");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.asString()).contains("\"not-appropriate\"", "lbp-nonspecific/no-imaging");
    }

    @Test
    void shouldGoByTheRecordOfItsSubject() {
        // Given
        var filled =
                filled(BACK_PAIN).replace("\"status\"", "\"subject\":{\"reference\":\"Patient/patient-1\"},\"status\"");

        // When
        var answer = assess(filled, "");

        // Then
        assertThat(answer.asString()).contains("previous_imaging_checked");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"linkId":"shoe_size","answer":[{"valueDecimal":9}]};'shoe_size' is no fact
            {"linkId":"fever","answer":[{"valueBoolean":true},{"valueBoolean":false}]};one answer
            {"linkId":"fever","answer":[{"valueBoolean":true}]},{"linkId":"fever","answer":[{"valueBoolean":true}]};answered twice
            {"linkId":"age","answer":[{"valueDecimal":"45"}]};is a JSON number
            {"linkId":"sex","answer":[{"valueCoding":{"code":"f"}}]};'sex' is one of
            {"linkId":"sex","answer":[{"valueCoding":{"display":"f"}}]};'sex' needs a value
            {"answer":[{"valueBoolean":true}]};has the linkId of its question
            """)
    void shouldRefuseAnswersThatAreNone(String items, String words) {
        // When
        var answer = assess(filled(items), "");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains("OperationOutcome", words);
    }

    @Test
    void shouldRefuseWhatContradictsItself() {
        var other = ",{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/other\"}}";
        var subject =
                filled(BACK_PAIN).replace("\"status\"", "\"subject\":{\"reference\":\"Patient/patient-1\"},\"status\"");
        assertThat(assess(subject, other).statusCode()).isEqualTo(400);
        assertThat(assess(filled(BACK_PAIN), ",{\"name\":\"age\",\"valueDecimal\":4}")
                        .asString())
                .contains("'age' is there twice");
        assertThat(assess(filled(BACK_PAIN).replace("imaging-request", "another"), "")
                        .asString())
                .contains("another form");
        assertThat(assess(filled(BACK_PAIN).replace("completed", "entered-in-error"), "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(assess(filled(BACK_PAIN).replace("\"status\":\"completed\",", ""), "")
                        .asString())
                .contains("completed, amended or in progress");
    }

    /// The patient of another server is not the one of ours who has the same id.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reference\":\"https://elsewhere.invalid/fhir/Patient/patient-1\"",
                "\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"9990000018\"}",
                "\"reference\":\"Group/patient-1\""
            })
    void shouldRefuseASubjectWhoIsNoPatientOfThisRegion(String subject) {
        // Given
        var filled = filled(BACK_PAIN).replace("\"status\"", "\"subject\":{" + subject + "},\"status\"");

        // When
        var answer = assess(filled, "");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains("Patient/[id] of this region");
    }

    @Test
    void shouldKnowNoOtherForm() {
        var narrow = Tokens.of(Persona.GP).scope("system/Patient.rs").sign();
        assertThat(as("gp").get("/fhir/R4/Questionnaire/other").statusCode()).isEqualTo(404);
        assertThat(RestAssured.given()
                        .header("Authorization", "Bearer " + narrow)
                        .get(FORM)
                        .statusCode())
                .isEqualTo(403);
    }
}
