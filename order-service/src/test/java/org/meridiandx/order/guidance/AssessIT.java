package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class AssessIT {
    private static final String PATH = "/fhir/R4/ServiceRequest/$assess";
    private static final String BACK_PAIN = """
            {"name":"low_back_pain","valueBoolean":true},
            {"name":"requested_modality","valueCode":"CT"},{"name":"requested_region","valueCode":"lumbar-spine"}""";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().gender(RegionFixture.PATIENT, "female");
    }

    private static Response assess(String parameters) {
        return assess("gp", parameters);
    }

    private static Response assess(String persona, String parameters) {
        return sending(persona, "{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}")
                .post(PATH);
    }

    private static String value(Response answer, String name) {
        return answer.jsonPath().getString("parameter.find { it.name == '" + name + "' }.valueCode");
    }

    private static String part(Response answer, String name, String part) {
        return answer.jsonPath()
                .getString("parameter.find { it.name == '" + name + "' }.part.find { it.name == '" + part
                        + "' }.find { it.key.startsWith('value') }.value");
    }

    @Test
    void shouldAdviseAgainstCtForPlainLowBackPainAndSayWhatToDo() {
        // When
        var answer = assess("{\"name\":\"age\",\"valueDecimal\":45}," + BACK_PAIN);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(value(answer, "rating")).isEqualTo("not-appropriate");
        assertThat(part(answer, "option", "recommendation")).isEqualTo("lbp-nonspecific/no-imaging");
        assertThat(part(answer, "option", "guideline")).isEqualTo("lbp-nonspecific");
        assertThat(part(answer, "option", "because")).isEqualTo("low_back_pain");
        assertThat(part(answer, "option", "contrast")).isEqualTo("none");
        assertThat(part(answer, "option", "verified")).isIn("true", "false");
        assertThat(part(answer, "option", "doseVerified")).isIn("true", "false");
        assertThat(part(answer, "option", "radiationBand")).isEqualTo("none");
        assertThat(part(answer, "safety", "reasonRequired")).isIn("true", "false");
        assertThat(part(answer, "safety", "source")).isNotBlank();
        assertThat(answer.asString()).contains("draft for clinical review", "guidelines 0.1.0", "NICE");
    }

    @Test
    void shouldFillWhatIsNotGivenFromTheRecordAndSayWhichAndFromWhere() {
        // When
        var answer =
                assess(BACK_PAIN + ",{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/patient-1\"}}");

        // Then
        assertThat(value(answer, "rating")).isEqualTo("not-appropriate");
        assertThat(answer.jsonPath()
                        .getList("parameter.findAll { it.name == 'used' }.collect { it.part[0].valueCode }"))
                .containsExactly("age", "sex", "previous_imaging_checked", "ct_count_12m", "effective_dose_12m_msv");
        assertThat(part(answer, "used", "source")).isEqualTo("Patient");
    }

    @Test
    void shouldTakeWhatIsGivenRatherThanTheRecord() {
        // When
        var answer =
                assess(BACK_PAIN + ",{\"name\":\"age\",\"valueDecimal\":4},{\"name\":\"sex\",\"valueCode\":\"male\"},"
                        + "{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/patient-1\"}}");

        // Then
        assertThat(value(answer, "rating")).isEqualTo("no-criteria-apply");
        assertThat(answer.jsonPath()
                        .getList("parameter.findAll { it.name == 'used' }.collect { it.part[0].valueCode }"))
                .doesNotContain("age", "sex");
    }

    @Test
    void shouldAskExactlyWhatIsMissingInsteadOfRating() {
        // When
        var answer = assess("""
                {"name":"age","valueInteger":50},{"name":"sex","valueCode":"male"},{"name":"pe_suspected","valueBoolean":true},
                {"name":"requested_modality","valueCode":"CT"},{"name":"requested_region","valueCode":"chest"}""");

        // Then
        assertThat(value(answer, "rating")).isNull();
        assertThat(answer.jsonPath().getList("parameter.findAll { it.name == 'ask' }.valueCode", String.class))
                .contains("wells_pe_score")
                .doesNotContain("pregnancy_status", "age", "sex");
        assertThat(answer.jsonPath()
                        .getString("parameter.findAll { it.name == 'ask' }.find { it.valueCode == 'wells_pe_score' }"
                                + "._valueCode.extension"))
                .contains("urn:meridian:extension:ask-because", "pe-suspected");
    }

    @Test
    void shouldTellNothingOfPatientsWhomTheCallerMayNotRead() {
        // Given
        identity.access().refuse("Y90099", RegionFixture.PATIENT);

        // When
        var answer = assess(
                "stranger",
                BACK_PAIN + ",{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/patient-1\"}}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.asString()).doesNotContain("lbp", "age");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"name":"shoe_size","valueDecimal":9};'shoe_size' is no fact of the vocabulary
            {"name":"spine_red_flag","valueBoolean":true};'spine_red_flag' is derived
            {"name":"request_best_category","valueCode":"usually-appropriate"};follows from the rating
            {"name":"age","valueCode":"old"};'age' is a number (years)
            {"name":"sex","valueCode":"f"};'sex' is one of female, male
            {"name":"fever","valueDecimal":38.5};'fever' is true or false
            {"name":"fever","valueBoolean":true},{"name":"fever","valueBoolean":false};'fever' is there twice
            {"name":"fever"};fever
            {"name":"age","valueReference":{"reference":"Patient/1"}};'age' needs a value
            {"name":"patient","valueReference":{"reference":"Device/1"}};Patient/[id]
            {"name":"age","valueDecimal":-5};'age' cannot be -5
            {"name":"age","valueDecimal":1000000};'age' cannot be 1000000
            {"name":"egfr","valueInteger":-30};'egfr' cannot be -30
            {"name":"age","valueDecimal":"45"};'valueDecimal' is a JSON number
            {"name":"egfr","valueInteger":"45"};'valueInteger' is a JSON number
            {"name":"fever","valueBoolean":"true"};'valueBoolean' is a JSON true or false
            {"name":"fever","part":[{"name":"x","valueBoolean":true}]};'fever' is a value
            {"valueString":"x"};has its name
            null;A list holds null
            {"name":"patient","valueString":"Patient/patient-1"};Patient/[id]
            """)
    void shouldRefuseByNameWhatItCannotTake(String parameters, String words) {
        // When
        var answer = assess(parameters);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains("OperationOutcome", words);
    }

    @Test
    void shouldShortenWhatItEchoes() {
        // When
        var answer = assess("{\"name\":\"" + "x".repeat(5_000) + "\",\"valueBoolean\":true}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("'" + "x".repeat(64) + "...'").hasSizeLessThan(1_000);
    }

    @Test
    void shouldSayThatFactsGoIntoTheBody() {
        // When
        var answer = RegionFixture.as("gp").get(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @Test
    void shouldDecideAboutASealedPatientAsSealed() {
        // Given
        identity.patients().label(RegionFixture.PATIENT, "R");
        identity.access().sealLabelled();

        // When
        var answer =
                assess(BACK_PAIN + ",{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/patient-1\"}}");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
        assertThat(answer.asString()).doesNotContain("lbp", "\"age\"");
        assertThat(identity.access().asked().getLast().getQuestions(0).getLabelsList())
                .containsExactly("R");
    }

    @Test
    void shouldRefuseWhereThePatientHasDiedAndWriteDownWhoWasToldSo() {
        // Given
        var id = "deceased-" + UUID.randomUUID();
        identity.patients().add(id, "9990000425", "1940-01-01");
        identity.patients().die(id);

        // When
        var answer = assess("{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/" + id + "\"}}");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.asString()).contains("deceased");
        assertThat(kafka.records(topics.audit()))
                .map(record -> Events.read(record.value()))
                .filteredOn(event -> event.getPatientId().equals(id))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.getAudit().getInteraction()).isEqualTo("read"));
    }

    @Test
    void shouldGoByTheSurvivorWhereTheRecordWasMerged() {
        // Given
        identity.patients().add("survivor-1", "9990000417", "1940-01-01");
        identity.patients().gender("survivor-1", "male");
        identity.patients().stand(RegionFixture.PATIENT, "survivor-1");

        // When
        var answer = assess("{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/patient-1\"}}");

        // Then
        assertThat(answer.asString()).contains("\"valueCode\":\"male\"");
    }

    @Test
    void shouldRefuseAnUnknownPatient() {
        // When
        var answer = assess("{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/nobody\"}}");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
    }

    @Test
    void shouldSayWhenToComeAgainWhereThePatientCannotBeLookedUp() {
        // Given
        identity.patients().unavailable(true);

        // When
        var answer = assess("{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/patient-1\"}}");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotBlank();
    }
}
