package org.meridiandx.order.prefill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.PATIENT;
import static org.meridiandx.order.RegionFixture.sending;

import com.google.protobuf.Timestamp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.api.v1.RecentResult;
import org.meridiandx.contracts.api.v1.RecentStudy;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.RecentTable;
import org.meridiandx.testkit.region.RegionTestResource;

/// The draft that a GP system starts from.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class PrefillIT {
    private static final String PATH = "/fhir/R4/ServiceRequest/$prepare";
    private static final String OF_PATIENT =
            "{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/patient-1\"}}";

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().gender(PATIENT, "female");
        identity.recent()
                .add(
                        PATIENT,
                        RecentResult.newBuilder()
                                .setObservationId("egfr-1")
                                .setCode(Code.newBuilder()
                                        .setSystem("http://loinc.org")
                                        .setCode("98979-8"))
                                .setValue("58")
                                .setUnit("mL/min/{1.73_m2}")
                                .setPerformer("RX902")
                                .setEffectiveAt(daysAgo(20))
                                .build());
        identity.recent()
                .add(
                        PATIENT,
                        RecentStudy.newBuilder()
                                .setImagingStudyId("study-1")
                                .addModalities("CT")
                                .setDescription("CT chest")
                                .setCustodian("RX904")
                                .setStartedAt(daysAgo(10))
                                .build());
    }

    private static Timestamp daysAgo(long days) {
        return RegionEvents.timestampOf(
                Instant.now().minus(Duration.ofDays(days)).minusSeconds(60));
    }

    private static Response prepare(String persona, String parameters) {
        return sending(persona, "{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}")
                .post(PATH);
    }

    private static String value(Response answer, String name, String part) {
        return answer.jsonPath()
                .getString("parameter.findAll { it.name == 'value' }.find { it.part[0].valueCode == '" + name
                        + "' }?.part?.find { it.name == '" + part + "' }?.find { it.key.startsWith('value') }?.value");
    }

    @Test
    void shouldGiveADraftWithWhatTheRegionKnows() {
        // When
        var answer = prepare("gp", OF_PATIENT);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(value(answer, "birth-date", "value")).isEqualTo("1980-01-01");
        assertThat(value(answer, "nhs-number", "value")).isEqualTo(RegionFixture.NHS_NUMBER);
        assertThat(value(answer, "egfr", "state")).isEqualTo("known");
        assertThat(value(answer, "egfr", "value")).contains("58");
        assertThat(value(answer, "egfr", "age")).contains("20");
        assertThat(value(answer, "egfr", "organisation")).isEqualTo("RX902");
        assertThat(value(answer, "inr", "state")).isEqualTo("unknown");
        assertThat(value(answer, "allergies", "reason")).contains("AllergyIntolerance");
        assertThat(answer.asString()).contains("ImagingStudy/study-1", "CT chest", "RX904");
    }

    @Test
    void shouldGiveADraftThatCanBePlacedOnceItsCodeIsThere() {
        // Given
        var code = "{\"name\":\"code\",\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://snomed.info/sct\","
                + "\"code\":\"169069000\"}]}}";
        var prepared = prepare("gp", OF_PATIENT + "," + code);
        var draft = prepared.jsonPath().getMap("parameter.find { it.name == 'request' }.resource");

        // When
        var placed = RegionFixture.as("gp")
                .contentType("application/fhir+json; charset=utf-8")
                .body(draft)
                .post("/fhir/R4/ServiceRequest");

        // Then
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        assertThat(placed.jsonPath().getString("status")).isEqualTo("draft");
        assertThat(placed.jsonPath().getList("supportingInfo.reference"))
                .isEqualTo(List.of("Observation/egfr-1", "ImagingStudy/study-1"));
    }

    @Test
    void shouldShowWhatIsOutOfDateAsSuchAndWhatIsDatedAheadNotAtAll() {
        // Given
        identity.recent().add(PATIENT, pregnancy("pregnancy-old", 40, "http://snomed.info/sct", "60001007"));
        identity.recent().add(PATIENT, pregnancy("pregnancy-ahead", -40, "http://snomed.info/sct", "77386006"));

        // When
        var answer = prepare("gp", OF_PATIENT);

        // Then
        assertThat(value(answer, "pregnancy-status", "value")).contains("60001007", "LOCAL");
        assertThat(value(answer, "pregnancy-status", "outOfDate")).isEqualTo("true");
        assertThat(value(answer, "egfr", "outOfDate")).isNull();
        assertThat(answer.asString())
                .contains("'pregnancy-status'", "dated ahead")
                .doesNotContain("77386006");
    }

    private static RecentResult pregnancy(String id, long days, String system, String code) {
        return RecentResult.newBuilder()
                .setObservationId(id)
                .setCode(Code.newBuilder().setSystem("http://loinc.org").setCode("82810-3"))
                .addCodedValues(Code.newBuilder().setSystem("urn:local").setCode("LOCAL"))
                .addCodedValues(Code.newBuilder().setSystem(system).setCode(code))
                .setPerformer("RX902")
                .setEffectiveAt(daysAgo(days))
                .build();
    }

    @Test
    void shouldTellUncheckedFromUnknown() {
        // Given
        identity.recent().results(RecentTable.State.AWAY);
        identity.recent().studies(RecentTable.State.AWAY);

        // When
        var answer = prepare("gp", OF_PATIENT);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(value(answer, "egfr", "state")).isEqualTo("unchecked");
        assertThat(value(answer, "allergies", "state")).isEqualTo("unknown");
        assertThat(answer.jsonPath()
                        .getList("parameter.findAll { it.name == 'unchecked' }.collect { it.part[0].valueCode }"))
                .isEqualTo(List.of("imaging", "results"));
    }

    @Test
    void shouldTellAStrangerNothing() {
        // Given
        identity.access().refuse("Y90099", PATIENT);

        // When
        var answer = prepare("stranger", OF_PATIENT);

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.asString()).doesNotContain("1980", "egfr", "study-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"name":"colour","valueString":"x"};takes 'patient' and 'code' only
            {"name":"code","valueString":"x"};'code' is a valueCodeableConcept
            {"name":"patient","valueString":"Patient/patient-1"};Patient/[id]
            {"name":"code","valueCodeableConcept":{"coding":[{"code":"x"}]}};'patient' is needed
            {"valueString":"x"};has its name
            {"name":"patient","valueReference":{"reference":"https://elsewhere.invalid/fhir/Patient/patient-1"}};Patient/[id]
            """)
    void shouldRefuseWhatItCannotTake(String parameters, String words) {
        // When
        var answer = prepare("gp", parameters);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains("OperationOutcome", words);
    }

    @Test
    void shouldSayThatThePatientGoesIntoTheBody() {
        // When
        var answer = RegionFixture.as("gp").get(PATH);

        // Then
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }
}
