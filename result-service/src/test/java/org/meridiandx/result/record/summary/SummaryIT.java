package org.meridiandx.result.record.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.record.Entries;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// The summary as document and as page: each fact once with its sources, and nothing claimed that nobody recorded.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SummaryIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
    IdentityStandIn identity;
    KafkaProbe kafka;
    PostgresDatabase database;
    Topics topics;
    private String patient = "";
    private String nhsNumber = "";

    @BeforeEach
    void knowSomebodyOfTheirOwn() {
        identity.reset();
        patient = "patient-summary-" + NUMBER.incrementAndGet();
        nhsNumber = "99900009" + (10 + NUMBER.get());
        identity.patients().add(patient, nhsNumber, "1958-03-14");
    }

    @Test
    void shouldBeAnInternationalPatientSummary() {
        // Given
        Entries.idOf(Entries.post("gp", Entries.allergy("S" + patient, patient)));
        Entries.idOf(Entries.post("gp", Entries.condition("S" + patient, patient, "active")));
        Entries.idOf(Entries.post("gp", Entries.condition("SR" + patient, patient, "resolved")));
        Entries.idOf(Entries.post("gp", Entries.medication("S" + patient, patient)));
        Entries.others(patient).forEach(one -> Entries.idOf(Entries.post("gp", one)));
        Region.post("lab", "Observation", Entries.bytes(Results.observation("S" + patient, nhsNumber)));

        // When
        var answer = Region.get("hospital-doctor", "Patient/" + patient + "/$summary");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        var bundle = FhirJson.parse(answer.asByteArray(), Bundle.class);
        assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.DOCUMENT);
        assertThat(bundle.getIdentifier().getValue()).startsWith("urn:uuid:");
        assertThat(bundle.getTimestamp()).isNotNull();
        var names = bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getFullUrl)
                .toList();
        assertThat(names).doesNotHaveDuplicates().hasSize(12).allMatch(name -> name.startsWith("https://"));
        var json = answer.jsonPath();
        assertThat(json.getString("entry[0].resource.resourceType")).isEqualTo("Composition");
        assertThat(json.getString("entry[0].resource.type.coding[0].code")).isEqualTo("60591-5");
        assertThat(json.<String>getList("entry[0].resource.section.collect { it.code.coding[0].code }"))
                .containsExactly(
                        "48765-2", "10160-0", "11450-4", "11348-0", "11369-6", "47519-4", "30954-2", "18776-5");
        var referred = json.<String>getList("entry[0].resource.section.entry.reference.flatten()");
        assertThat(referred).hasSize(9).allMatch(names::contains);
        assertThat(names).contains(json.getString("entry[0].resource.subject.reference"));
        assertThat(json.getString("entry[1].resource.birthDate")).isEqualTo("1958-03-14");
    }

    @Test
    void shouldClaimNothingWhereNothingIsRecorded() {
        // When
        var document = document("gp");

        // Then
        assertThat(document.<String>getList("entry[0].resource.section.collect { it.code.coding[0].code }"))
                .containsExactly("48765-2", "10160-0", "11450-4");
        assertThat(document.<String>getList("entry[0].resource.section.emptyReason.coding.code.flatten()"))
                .containsOnly("unavailable")
                .hasSize(3);
        assertThat(page("gp").asString())
                .contains("This does not mean that there is none")
                .doesNotContain("None known");
    }

    @Test
    void shouldTellNoneKnownFromNotAsked() {
        // Given
        Entries.idOf(Entries.post("gp", absence("no-known-allergies")));
        Entries.idOf(Entries.post("hospital-doctor", absence("no-allergy-info")));

        // Then
        assertThat(allergies(document("gp"))).containsExactly("no-known-allergies");
        assertThat(page("gp").asString()).contains("None known").doesNotContain("Not asked");
    }

    @Test
    void shouldSayWhereSomebodyContradicts() {
        // Given
        Entries.idOf(Entries.post("gp", absence("no-known-allergies")));
        Entries.idOf(Entries.post("hospital-doctor", Entries.allergy("S2" + patient, patient)));

        // Then
        assertThat(allergies(document("gp"))).containsExactly("91936005");
        assertThat(page("gp").asString())
                .contains("Another source recorded that there is none: Y90001")
                .doesNotContain("None known");
    }

    @Test
    void shouldNotClaimThatThereIsNoneWhereSomethingIsSealed() {
        // Given
        identity.access().sealLabelled();
        var sealed = Entries.allergy("S3" + patient, patient);
        sealed.putObject("meta").putArray("security").addObject().put("code", "R");
        Entries.idOf(Entries.post("gp", sealed));
        Entries.idOf(Entries.post("lab", absence("no-known-allergies")));

        // When
        var ofDoctor = document("hospital-doctor");

        // Then
        assertThat(allergies(document("gp"))).containsExactly("91936005");
        assertThat(allergies(ofDoctor)).isEmpty();
        assertThat(ofDoctor.getString("entry[0].resource.section[0].emptyReason.coding[0].code"))
                .isEqualTo("unavailable");
    }

    @Test
    void shouldShowWhatTwoSourcesTellOnceWithBoth() {
        // Given
        Entries.idOf(Entries.post("gp", Entries.allergy("S4" + patient, patient)));
        Entries.idOf(Entries.post("hospital-doctor", Entries.allergy("other" + patient, patient)));
        Entries.idOf(
                Entries.post("lab", Entries.allergy("low" + patient, patient).put("criticality", "low")));

        // When
        var document = document("gp");

        // Then
        assertThat(allergies(document)).hasSize(2);
        assertThat(document.<String>getList(
                        "entry.resource.findAll { it.extension != null }.extension.valueIdentifier.value.flatten()"))
                .containsExactlyInAnyOrder("Y90001", "RX901");
        assertThat(page("gp").asString()).contains("RX901, 2024-03-01; Y90001, 2024-03-01");
    }

    @Test
    void shouldBeAPageThatRunsNothing() {
        // Given
        var hostile = Entries.condition("S5" + patient, patient, "active");
        hostile.putObject("code").put("text", "<script>alert(1)</script>\"' & asthma");
        Entries.idOf(Entries.post("gp", hostile));

        // When
        var page = page("gp");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.asString())
                .contains("&lt;script&gt;", "<html lang=\"en-GB\">", "<caption>", nhsNumber.substring(6))
                .doesNotContain("<script");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'; style-src 'sha256-");
        assertThat(page.header("Cache-Control")).isEqualTo("private, no-store");
    }

    @Test
    void shouldShowAStrangerNothing() {
        // Given
        Entries.idOf(Entries.post("gp", Entries.allergy("S6" + patient, patient)));

        // Then
        for (var answer : List.of(
                Region.get("stranger", "Patient/" + patient + "/$summary"),
                Region.get("stranger", "Patient/nobody/$summary"),
                page("stranger"))) {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
            assertThat(answer.asString()).doesNotContain("91936005").doesNotContain(nhsNumber);
        }
        assertThat(Region.get("gp", "Patient/nobody/$summary").statusCode()).isEqualTo(404);
        assertThat(asked(Tokens.of(Persona.GP).scope("system/Patient.rs").sign(), patient))
                .isEqualTo(403);
    }

    @Test
    void shouldGivePatientsTheirOwnWithoutResultsAndWriteDownWhoRead() {
        // Given
        var id = Entries.idOf(Entries.post("gp", Entries.allergy("S7" + patient, patient)));
        Region.post("lab", "Observation", Entries.bytes(Results.observation("S7" + patient, nhsNumber)));
        var own = Tokens.of(Persona.PATIENT).claim("patient", patient).sign();
        var others = Tokens.of(Persona.PATIENT).claim("patient", "patient-x").sign();

        // When
        var document = get(own, "/fhir/R4/Patient/" + patient + "/$summary").jsonPath();

        // Then
        assertThat(document.<String>getList("entry.resource.resourceType"))
                .contains("AllergyIntolerance")
                .doesNotContain("Observation");
        assertThat(asked(others, patient)).isEqualTo(403);
        kafka.await(topics.audit(), 1, Duration.ofSeconds(20), record -> {
            var audit = Events.read(record.value()).getAudit();
            return audit.getInteraction().equals("summary")
                    && audit.getResourceIdsList().contains(id);
        });
    }

    /// Rows that a merge or an unmerge has not moved yet count as the standing says.
    @Test
    void shouldShowResultsOfThePatientInForce() throws Exception {
        // Given
        var other = "patient-summary-other-" + NUMBER.get();
        identity.patients().add(other, "99900008" + (10 + NUMBER.get()), "1958-03-14");
        Region.post("lab", "Observation", Entries.bytes(Results.observation("S8" + patient, nhsNumber)));
        var rows = new Rows(database);
        assertThat(results(patient)).hasSize(1);

        // When
        rows.execute(
                "insert into patient_standing (recorded_patient_id, patient_id, version, is_moving, move_after)"
                        + " values (?, ?, 1, true, now() + interval '1 day')",
                patient,
                other);

        // Then
        try {
            assertThat(results(patient)).isEmpty();
            assertThat(results(other)).hasSize(1);
        } finally {
            rows.execute("delete from patient_standing where recorded_patient_id = ?", patient);
        }
    }

    private static List<String> results(String of) {
        return Region.found("gp", "Patient/" + of + "/$summary")
                .getList("entry.resource.findAll { it.resourceType == 'Observation' }.id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Patient/%s/$summary?profile=x", "Patient/%s/$summary?_count=1"})
    void shouldNameAParameterThatItDoesNotTake(String path) {
        var answer = Region.get("gp", path.formatted(patient));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("OperationOutcome");
    }

    private ObjectNode absence(String code) {
        var entry = Entries.allergy(code + patient, patient);
        entry.putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", ABSENT)
                .put("code", code);
        return entry;
    }

    private JsonPath document(String persona) {
        return Region.found(persona, "Patient/" + patient + "/$summary");
    }

    private static List<String> allergies(JsonPath document) {
        return document.getList(
                "entry.resource.findAll { it.resourceType == 'AllergyIntolerance' }.code.coding.code.flatten()");
    }

    private Response page(String persona) {
        return get(Tokens.persona(persona), "/record/summary?patient=" + patient);
    }

    private static int asked(String token, String patient) {
        return get(token, "/fhir/R4/Patient/" + patient + "/$summary").statusCode();
    }

    private static Response get(String token, String path) {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token)
                .get(path);
    }
}
