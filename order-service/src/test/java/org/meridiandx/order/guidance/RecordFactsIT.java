package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.PATIENT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridiandx.contracts.api.v1.RecentResult;
import org.meridiandx.contracts.api.v1.RecentStudy;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.RecentTable;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// What the record adds to `$assess`: results and the whole region's imaging, as far as the caller
/// may see them.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RecordFactsIT {
    private static final String PATH = "/fhir/R4/ServiceRequest/$assess";
    private static final String CT_CHEST = """
            {"name":"patient","valueReference":{"reference":"Patient/patient-1"}},
            {"name":"requested_modality","valueCode":"CT"},{"name":"requested_region","valueCode":"chest"}""";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().gender(PATIENT, "female");
    }

    private static Response assess(String parameters) {
        return assess(Tokens.persona("gp"), parameters);
    }

    private static Response assess(String token, String parameters) {
        var answer = RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("application/fhir+json; charset=utf-8")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}")
                .post(PATH);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer;
    }

    /// One part of the entry that tells of a fact.
    private static String used(Response answer, String fact, String part) {
        return answer.jsonPath()
                .getString("parameter.findAll { it.name == 'used' }.find { it.part[0].valueCode == '" + fact
                        + "' }?.part?.find { it.name == '" + part + "' }?.find { it.key.startsWith('value') }?.value");
    }

    private static List<String> unchecked(Response answer) {
        return answer.jsonPath()
                .getList("parameter.findAll { it.name == 'unchecked' }.collect { it.part[0].valueCode }");
    }

    /// The rules that speak against it; others are named by what is asked.
    private static List<String> safety(Response answer) {
        return answer.jsonPath()
                .getList("parameter.findAll { it.name == 'safety' }.collect { it.part[0].valueString }");
    }

    private static Instant daysAgo(long days) {
        return Instant.now().minus(Duration.ofDays(days)).minusSeconds(60);
    }

    private static RecentStudy.Builder ct(String id, long days) {
        return RecentStudy.newBuilder()
                .setImagingStudyId(id)
                .addModalities("CT")
                .setBodyPart("CHEST")
                .setDescription("CT chest with contrast")
                .setCustodian("RX904")
                .addOrganisations("RX904")
                .setStartedAt(RegionEvents.timestampOf(daysAgo(days)));
    }

    private static RecentResult.Builder egfr(String id, long days, String value) {
        return RecentResult.newBuilder()
                .setObservationId(id)
                .setCode(Code.newBuilder().setSystem("http://snomed.info/sct").setCode("1011481000000105"))
                .setValue(value)
                .setUnit("mL/min/1.73m2")
                .setPerformer("RX902")
                .addOrganisations("RX902")
                .setStatus("final")
                .setEffectiveAt(RegionEvents.timestampOf(daysAgo(days)));
    }

    @Test
    void shouldShowTheSameScanAtAnotherOrganisationWithPlaceAndDay() {
        // Given
        identity.recent().add(PATIENT, ct("study-1", 10).build());

        // When
        var answer = assess(CT_CHEST);

        // Then
        assertThat(used(answer, "days_since_same_exam", "value")).isEqualTo("10");
        assertThat(used(answer, "days_since_same_exam", "organisation")).isEqualTo("RX904");
        assertThat(used(answer, "ct_count_12m", "value")).isEqualTo("1");
        assertThat(used(answer, "effective_dose_12m_msv", "value")).isEqualTo("8");
        assertThat(used(answer, "effective_dose_12m_msv", "note")).contains("estimate");
        var duplicate = answer.jsonPath()
                .getString("parameter.findAll { it.name == 'safety' }.find { it.part[0].valueString == 'dup-ct' }");
        assertThat(duplicate).contains("ImagingStudy/study-1", "RX904", "days_since_same_exam");
        assertThat(answer.asString()).doesNotContain("irmer-previous-imaging");
        assertThat(unchecked(answer)).isEmpty();
    }

    @Test
    void shouldTakeTheLatestKidneyFunctionWithItsAge() {
        // Given
        identity.recent().add(PATIENT, egfr("old", 300, "80").build());
        identity.recent()
                .add(
                        PATIENT,
                        egfr("new", 61, "24")
                                .setCode(Code.newBuilder()
                                        .setSystem("http://loinc.org")
                                        .setCode("62238-1"))
                                .build());

        // When
        var answer = assess(CT_CHEST + ",{\"name\":\"contrast_planned\",\"valueCode\":\"iodinated\"}");

        // Then
        assertThat(used(answer, "egfr", "value")).isEqualTo("24");
        assertThat(used(answer, "egfr", "reference")).contains("Observation/new");
        assertThat(used(answer, "egfr_months_ago", "value")).isEqualTo("2.0");
        assertThat(answer.asString()).contains("contrast-egfr-below-30");
    }

    @ParameterizedTest
    @EnumSource(
            value = RecentTable.State.class,
            names = {"AWAY", "HANGS", "TELLS_NO_LABELS"})
    void shouldSayWhatCouldNotBeCheckedAndAnswerAllTheSame(RecentTable.State state) {
        // Given
        identity.recent().add(PATIENT, ct("study-1", 10).build());
        identity.recent().studies(state);
        identity.recent().results(state);

        // When
        var answer = assess(CT_CHEST);

        // Then
        assertThat(unchecked(answer)).containsExactly("results", "imaging");
        assertThat(used(answer, "age", "value")).isNotNull();
        assertThat(used(answer, "ct_count_12m", "value")).isNull();
        assertThat(safety(answer)).contains("irmer-previous-imaging").doesNotContain("dup-ct");
    }

    @Test
    void shouldTellNothingOfRecordsThatTheCallerMayNotSee() {
        // Given
        var ofNothing = assess(CT_CHEST);
        identity.access().sealLabelled();
        identity.recent().add(PATIENT, ct("sealed-1", 10).addSecurityLabels("R").build());
        identity.recent()
                .add(PATIENT, egfr("sealed-2", 3, "20").addSecurityLabels("V").build());

        // When
        var answer = assess(CT_CHEST);

        // Then
        assertThat(answer.asString()).isEqualTo(ofNothing.asString()).doesNotContain("sealed-", "RX904");
        assertThat(safety(answer)).doesNotContain("dup-ct");
        assertThat(used(answer, "egfr", "value")).isNull();
        assertThat(used(answer, "ct_count_12m", "value")).isEqualTo("0");
    }

    /// Who may read the patient goes by the labels, and an older service looks as if there were
    /// none.
    @Test
    void shouldTellNothingOfAPatientWhoseLabelsAreNotTold() {
        // Given
        identity.patients().unlabelled(true);

        // When
        var answer = RegionFixture.sending("gp", "{\"resourceType\":\"Parameters\",\"parameter\":[" + CT_CHEST + "]}")
                .post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
    }

    /// What is not released to a patient is told by no other door either.
    @Test
    void shouldTellPatientsNoResults() {
        // Given
        identity.recent().add(PATIENT, egfr("new", 3, "20").build());
        var token = Tokens.of(Persona.GP).claim("role", "patient").sign();

        // When
        var answer = assess(token, CT_CHEST);

        // Then
        assertThat(unchecked(answer)).containsExactly("results");
        assertThat(used(answer, "egfr", "value")).isNull();
        assertThat(answer.asString()).doesNotContain("Observation/new");
    }

    @Test
    void shouldSayThatATokenDoesNotCoverResults() {
        // Given
        identity.recent().add(PATIENT, egfr("new", 3, "20").build());
        var token = Tokens.of(Persona.GP)
                .scope("system/ServiceRequest.rs system/Patient.rs system/ImagingStudy.rs")
                .sign();

        // When
        var answer = assess(token, CT_CHEST);

        // Then
        assertThat(unchecked(answer)).containsExactly("results");
        assertThat(used(answer, "egfr", "value")).isNull();
    }

    @Test
    void shouldSayThatAMaskedPatientsRecordsWereNotLookedAt() {
        // Given: a caller of whom no decision is remembered
        identity.access().mask("RX901", PATIENT);
        identity.recent().add(PATIENT, ct("study-1", 10).build());

        // When
        var answer = assess(Tokens.persona("radiologist"), CT_CHEST);

        // Then
        assertThat(unchecked(answer)).containsExactly("results", "imaging");
        assertThat(answer.asString()).doesNotContain("study-1", "RX904");
    }

    @Test
    void shouldLeaveOneTraceForEachKindOfRecord() {
        // Given
        identity.recent().add(PATIENT, ct("study-traced", 10).build());
        identity.recent().add(PATIENT, egfr("result-traced", 3, "70").build());

        // When
        assess(CT_CHEST);

        // Then
        var traces = kafka.await(topics.audit(), 2, Duration.ofSeconds(20), entry -> isTraceOf(entry.value()));
        assertThat(traces)
                .extracting(entry -> Events.read(entry.value()).getAudit().getResourceType())
                .containsExactlyInAnyOrder("Observation", "ImagingStudy");
    }

    private static boolean isTraceOf(byte[] entry) {
        var ids = Events.read(entry).getAudit().getResourceIdsList();
        return ids.contains("study-traced") || ids.contains("result-traced");
    }
}
