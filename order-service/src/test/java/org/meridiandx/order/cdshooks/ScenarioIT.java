package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.answer;
import static org.meridiandx.order.cdshooks.HookFixture.card;
import static org.meridiandx.order.cdshooks.HookFixture.here;
import static org.meridiandx.order.cdshooks.HookFixture.order;
import static org.meridiandx.order.cdshooks.HookFixture.post;
import static org.meridiandx.order.cdshooks.HookFixture.rating;
import static org.meridiandx.order.cdshooks.HookFixture.select;
import static org.meridiandx.order.cdshooks.HookFixture.sign;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// What the hooks say. The first four are the scenarios of the Argonaut project, with the ratings
/// of its table.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ScenarioIT {
    private static final String BACK_PAIN = order("cpt 72133", "snomed 279039007");

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().gender(RegionFixture.PATIENT, "female");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-select", "order-sign"})
    void shouldAdviseAgainstCtForLowBackPainAndSuggestToWithdraw(String hook) {
        // When
        var answer = answer(hook, hook.equals("order-sign") ? sign(BACK_PAIN) : select(BACK_PAIN));

        // Then
        assertThat(rating(answer)).isEqualTo("not-appropriate");
        assertThat(answer.at("/systemActions/0/resource/id").asText()).isEqualTo("draft-1");
        assertThat(answer.at("/systemActions/0/resource/extension/1/valueUri").asText())
                .startsWith("urn:uuid:");
        var card = card(answer, "lbp-nonspecific/no-imaging");
        assertThat(card.path("indicator").asText()).isEqualTo("warning");
        assertThat(card.path("summary").asText())
                .startsWith("CT lumbar spine: usually not appropriate. Best: No imaging");
        assertThat(card.path("detail").asText()).contains("low back pain", "guidelines 0.1.0");
        assertThat(card.path("links")).isNotEmpty();
        assertThat(card.path("overrideReasons")).isNotEmpty();
        assertThat(card.at("/suggestions/0/actions/0/type").asText()).isEqualTo("delete");
        assertThat(card.at("/suggestions/0/actions/0/resourceId").asText()).isEqualTo("ServiceRequest/draft-1");
    }

    @Test
    void shouldFindCtOfTheHeadAppropriateForHeadacheWithPapilloedema() {
        // When
        var answer = answer("order-select", select(order("cpt 70450", "snomed 25064002", "snomed 423341008")));

        // Then
        assertThat(rating(answer)).isEqualTo("appropriate");
    }

    @Test
    void shouldSendSuspectedEmergenciesOnTheirWayAndNotToADirectOrder() {
        // When
        var answer = answer("order-select", select(order("cpt 70450", "snomed 25064002", "snomed 423341008")));

        // Then
        var card = card(answer, "headache-red-flags/emergency-ct");
        assertThat(card.path("indicator").asText()).isEqualTo("critical");
        assertThat(card.path("detail").asText()).contains("immediate, refer-emergency");
        assertThat(card.has("suggestions")).isFalse();
    }

    @Test
    void shouldSuggestTheBetterTestReadyToOrderWithItsRating() {
        // Given
        var knee = order("snomed 241641004", "http://hl7.org/fhir/sid/icd-10 S83.511");

        // When
        var answer = answer("order-select", select(knee).replace("1980-01-01", "1950-01-01"));

        // Then
        assertThat(rating(answer)).isEqualTo("not-appropriate");
        var card = card(answer, "knee-trauma/mri-knee");
        var action = card.at("/suggestions/0/actions/0");
        assertThat(action.path("type").asText()).isEqualTo("update");
        assertThat(action.at("/resource/id").asText()).isEqualTo("draft-1");
        assertThat(action.at("/resource/code/text").asText()).isEqualTo("X-ray knee (AP and lateral)");
        assertThat(action.at("/resource/reasonCode")).hasSize(1);
        assertThat(action.at("/resource/extension/1/valueUri").asText())
                .isEqualTo("urn:uuid:" + card.at("/suggestions/0/uuid").asText());
        assertThat(action.at("/resource/extension/0/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("appropriate");
        assertThat(card.path("selectionBehavior").asText()).isEqualTo("at-most-one");
    }

    @Test
    void shouldSayThatNoCriteriaApplyToAnAngiogramForToothache() {
        // When
        var answer = answer("order-select", select(order("cpt 70544", "snomed 27355003")));

        // Then
        assertThat(rating(answer)).isEqualTo("no-criteria-apply");
        assertThat(card(answer, "no-criteria-apply").path("summary").asText()).contains("no guideline", "toothache");
    }

    @Test
    void shouldAskInsteadOfRatingAPulmonaryAngiogramForDyspnoea() {
        // When
        var answer = answer("order-select", select(order("cpt 71275", "snomed 267036007")));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        var card = answer.at("/cards/0");
        assertThat(card.path("summary").asText())
                .isEqualTo("CT pulmonary angiogram is not rated yet: some facts would decide it");
        assertThat(card.path("detail").asText()).contains("wells_pe_score").doesNotContain("(`age`", "(`sex`");
    }

    @Test
    void shouldAskForTheAgeOfAPatientOfWhomNothingIsKnown() {
        // When
        var answer = answer("order-select", HookFixture.call("order-select", BACK_PAIN, ""));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(card(answer, "missing-facts").path("detail").asText())
                .contains("(`age`: years)", "**Not checked:**");
    }

    @Test
    void shouldTakeAgeAndSexFromTheRegionsRecord() {
        // When
        var answer = answer("order-select", here("order-select", RegionFixture.PATIENT, BACK_PAIN));

        // Then
        assertThat(rating(answer)).isEqualTo("not-appropriate");
        assertThat(answer.at("/cards/0/detail").asText()).contains("From the record:", "(Patient)");
    }

    @Test
    void shouldTellWhoMayNotReadTheRecordTheSameAsOfNobody() {
        // Given
        identity.access().refuse("Y90099", RegionFixture.PATIENT);

        // When
        var closed = post("stranger", "order-select", here("order-select", RegionFixture.PATIENT, BACK_PAIN));
        var nobody = post("stranger", "order-select", here("order-select", "unknown-1", BACK_PAIN));

        // Then
        assertThat(closed.statusCode()).as(closed.asString()).isEqualTo(200);
        assertThat(closed.asString()).contains("whose record you may read").doesNotContain("From the record");
        assertThat(withoutIds(closed.asString(), RegionFixture.PATIENT))
                .isEqualTo(withoutIds(nobody.asString(), "unknown-1"));
    }

    private static String withoutIds(String body, String patientId) {
        return body.replace(patientId, "X").replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "U");
    }

    @Test
    void shouldFindThePatientByTheNhsNumberThatTheEhrSends() {
        // Given
        var patient = HookFixture.PATIENT.replace("\"gender\":\"male\"", """
                "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}]""");

        // When
        var answer = answer(
                "order-select",
                HookFixture.call("order-select", BACK_PAIN, "\"prefetch\":{\"patient\":" + patient + "},"));

        // Then
        assertThat(answer.at("/cards/0/detail").asText())
                .contains("From the record:")
                .doesNotContain("Not checked");
    }

    @Test
    void shouldSayThatTheRecordCannotBeReached() {
        // Given
        identity.patients().unavailable(true);

        // When
        var answer = answer("order-sign", here("order-sign", RegionFixture.PATIENT, BACK_PAIN));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(answer.toString()).contains("it cannot be reached at the moment");
    }

    @Test
    void shouldSayThatThePatientIsRecordedAsDeceased() {
        // Given
        identity.patients().die(RegionFixture.PATIENT);

        // When
        var answer = answer("order-sign", here("order-sign", RegionFixture.PATIENT, BACK_PAIN));

        // Then
        assertThat(answer.toString()).contains("the patient has died");
    }

    private static String saying(String order, String text) {
        return order.replace("\"reasonCode\":[{", "\"reasonCode\":[{\"text\":\"" + text + "\",");
    }

    @Test
    void shouldAskWhatTheWordsBesideACodeSpeakOf() {
        // When
        var answer = answer("order-select", select(saying(BACK_PAIN, "in pregnancy")));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(card(answer, "missing-facts").path("detail").asText())
                .contains("the words beside reason code 279039007", "(`pregnancy_status`: ");
    }

    @Test
    void shouldShowTheWordsBesideACodeThatItDidNotRead() {
        // Given
        var papilloedema = order("cpt 70450", "snomed 423341008");

        // When
        var against = answer("order-select", select(saying(BACK_PAIN, "worse at *night*")));
        var without = answer("order-select", select(order("snomed 303653007", "snomed 27355003")));
        var with = answer("order-select", select(saying(papilloedema, "worse at night")));

        // Then
        assertThat(rating(against)).isEqualTo("not-appropriate");
        assertThat(against.at("/cards/0/detail").asText()).contains("**Not read:**", "\"worse at  night \"");
        assertThat(without.toString()).doesNotContain("Not read");
        assertThat(with.toString()).contains("Not read", "worse at night");
    }

    @Test
    void shouldSayWhatAMissingFactDecides() {
        // When
        var answer = answer("order-select", select(order("cpt 71275", "snomed 267036007")));

        // Then
        assertThat(card(answer, "missing-facts").path("detail").asText())
                .containsPattern("\\(`wells_pe_score`: .*\\): decides `[a-z-]+");
    }

    @Test
    void shouldNotRateWhatItOnlyHalfUnderstands() {
        // When
        var answer = answer("order-select", select(order("cpt 72133", "snomed 279039007", "snomed 12345")));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(answer.toString()).contains("reason code 12345 (snomed)");
    }

    @Test
    void shouldTellOfAnEmergencyWithoutARatingWhereItUnderstandsHalf() {
        // When
        var answer = answer(
                "order-select", select(order("cpt 70450", "snomed 25064002", "snomed 423341008", "snomed 12345")));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        var card = card(answer, "headache-red-flags/emergency-ct");
        assertThat(card.path("indicator").asText()).isEqualTo("critical");
        assertThat(card.path("summary").asText()).startsWith("CT head: see what is advised.");
        assertThat(card.path("detail").asText()).doesNotContain("** is usually", "** may be appropriate here");
        assertThat(card.has("suggestions")).isFalse();
    }

    @Test
    void shouldNotRateWhereReasonsAreReferredToOnly() {
        // Given
        var referring = BACK_PAIN.replace(
                "\"reasonCode\"", "\"reasonReference\":[{\"reference\":\"Condition/1\"}],\"reasonCode\"");

        // When
        var answer = answer("order-select", select(referring));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(card(answer, "missing-facts").path("detail").asText())
                .contains("no fact was taken from it: reasonReference.");
    }

    @Test
    void shouldNotRateWhereThereAreMoreReasonsThanItReads() {
        // Given
        var reasons = new String[21];
        Arrays.fill(reasons, "snomed 279039007");

        // When
        var answer = answer("order-select", select(order("cpt 72133", reasons)));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(answer.toString()).contains("the reasons after the first 20");
    }

    @Test
    void shouldSayThatItDoesNotKnowAnExamination() {
        // When
        var answer = answer("order-select", select(order("snomed 999999", "snomed 279039007")));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(answer.at("/cards/0/summary").asText()).contains("is not known to the scan-choice tool");
    }

    @Test
    void shouldHaveNothingToSayOfABloodTest() {
        // Given
        var blood = order("http://loinc.org 57021-8", "snomed 279039007");

        // When
        var answer = answer("order-select", select(blood));

        // Then
        assertThat(answer).hasSize(1);
        assertThat(answer.path("cards")).isEmpty();
    }

    @Test
    void shouldAdviseOnSelectedOrdersOnly() {
        // When
        var answer = answer(
                "order-select",
                select(BACK_PAIN).replace("[\"ServiceRequest/draft-1\"]", "[\"ServiceRequest/other\"]"));

        // Then
        assertThat(answer.path("cards")).isEmpty();
    }

    @Test
    void shouldShowOpenRequestsAndThoseThatStandTwice() {
        // Given
        RegionFixture.place(RegionFixture.ctChest("hook-1"));
        RegionFixture.place(RegionFixture.ctChest("hook-2"));

        // When
        var answer = answer("patient-view", here("patient-view", RegionFixture.PATIENT, BACK_PAIN));

        // Then
        assertThat(answer.at("/cards/0/summary").asText()).contains("are open; asked for more than once: ");
        assertThat(answer.at("/cards/0/detail").asText()).contains("- CT of chest, active, 2026-11-20");
        assertThat(answer.at("/cards/0/indicator").asText()).isEqualTo("warning");
    }

    @Test
    void shouldShowNoOpenRequestsToAStranger() {
        // Given
        RegionFixture.place(RegionFixture.ctChest("hook-3"));

        // When
        var answer = post("stranger", "patient-view", here("patient-view", RegionFixture.PATIENT, BACK_PAIN));

        // Then
        assertThat(HookRules.check(answer.asString()).at("/cards/0/summary").asText())
                .isEqualTo("Open requests were not looked up");
        assertThat(answer.asString()).doesNotContain("CT of chest");
    }

    @Test
    void shouldListItsServicesToEverybody() {
        // When
        var answer = RestAssured.get("/cds-services");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(HookRules.checkDiscovery(answer.asString()).findValuesAsText("hook"))
                .containsExactly("order-select", "order-sign", "patient-view");
    }
}
