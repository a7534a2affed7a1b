package org.meridiandx.result.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.Region;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Entries of the shared record: told once by each source, changed by it alone, found and shown as results are.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RecordIT {
    private static final String PATIENT = "patient-record";
    private static final String NHS_NUMBER = "9990000417";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldKeepAnEntryOncePerSource() {
        // When
        var first = Entries.post("gp", Entries.allergy("R1", PATIENT));
        var again = Entries.post("gp", Entries.allergy("R1", PATIENT));
        var ofAnother = Entries.post("hospital-doctor", Entries.allergy("R1", PATIENT));
        var other = Entries.post("gp", Entries.allergy("R1", PATIENT).put("criticality", "low"));
        var asked = Entries.post(
                "gp",
                Entries.allergy("R1-other", PATIENT),
                "If-None-Exist",
                "identifier=https://gp.example/allergy|R1-none");

        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        assertThat(first.jsonPath().getString("patient.identifier.value")).isEqualTo(NHS_NUMBER);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getString("id")).isEqualTo(first.jsonPath().getString("id"));
        assertThat(ofAnother.statusCode()).isEqualTo(201);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.asString()).contains("If-Match");
        assertThat(asked.statusCode()).isEqualTo(201);
        assertThat(Region.found("gp", "AllergyIntolerance?identifier=R1&patient=" + PATIENT)
                        .getList("entry"))
                .hasSize(2);
    }

    @Test
    void shouldKnowAnEntryWithoutANumberByWhatItSays() {
        // Given
        var plain = Entries.condition("x", PATIENT, "active");
        plain.remove("identifier");
        plain.put("onsetDateTime", "2011-01-01");
        var sealed = plain.deepCopy();
        sealed.putObject("meta")
                .putArray("security")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")
                .put("code", "R");

        // When
        var first = Entries.post("gp", plain);
        var again = Entries.post("gp", plain);
        var labelled = Entries.post("gp", sealed);

        // Then
        assertThat(List.of(first.statusCode(), again.statusCode(), labelled.statusCode()))
                .containsExactly(201, 200, 201);
    }

    @Test
    void shouldFindByPatientCodeStatusAndDate() {
        // Given
        var id = Entries.idOf(Entries.post("gp", Entries.condition("R2", PATIENT, "active")));
        Entries.idOf(Entries.post("gp", Entries.condition("R3", PATIENT, "resolved")));
        var of = "Condition?patient=" + PATIENT + "&identifier=R2";

        // Then
        for (var found : List.of(
                of,
                of + "&clinical-status=active",
                of + "&code=http://snomed.info/sct%7C195967001",
                of + "&onset-date=2015",
                of + "&_lastUpdated=ge2020-01-01",
                "Condition?identifier=R2&patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + NHS_NUMBER)) {
            assertThat(Region.found("gp", found).<String>getList("entry.resource.id"))
                    .as(found)
                    .containsExactly(id);
        }
        for (var missed : List.of("&clinical-status=resolved", "&code=1", "&onset-date=lt2015")) {
            assertThat(Region.found("gp", of + missed).getList("entry")).isNullOrEmpty();
        }
        assertThat(Region.get("gp", "Condition?severity=x").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldPageByDateAndShowEachOnce() {
        // Given
        identity.patients().add("patient-paged", "9990000425", "1970-01-01");
        for (var i = 0; i < 7; i++) {
            var one = Entries.medication("P" + i, "patient-paged").put("authoredOn", "2026-0" + (i + 1) + "-01");
            Entries.idOf(Entries.post("gp", one));
        }

        // When
        var seen = new ArrayList<String>();
        var path = "MedicationRequest?patient=patient-paged&_sort=-authoredon&_count=3";
        while (path != null) {
            var page = Region.found("gp", path);
            seen.addAll(page.getList("entry.resource.authoredOn"));
            var next = page.getString("link.find { it.relation == 'next' }?.url");
            path = next == null ? null : next.substring(next.indexOf("/R4/") + 4);
        }

        // Then
        assertThat(seen).hasSize(7).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(new HashSet<>(seen)).hasSize(7);
    }

    @Test
    void shouldLetTheSourceAloneChangeWhatItSaid() {
        // Given
        var entry = Entries.condition("R4", PATIENT, "active");
        var id = Entries.idOf(Entries.post("gp", entry));
        var changed = Entries.condition("R4", PATIENT, "resolved").put("id", id);
        identity.patients().add("patient-other", "9990000433", "1970-01-01");

        // When
        var ofAnother = Entries.put("hospital-doctor", id, changed, "W/\"1\"");
        var done = Entries.put("gp", id, changed, "W/\"1\"");
        var again = Entries.put("gp", id, changed, "W/\"2\"");
        var late = Entries.put("gp", id, changed, "W/\"1\"");
        var moved = Entries.put(
                "gp", id, Entries.condition("R4", "patient-other", "active").put("id", id), "W/\"2\"");

        // Then
        assertThat(ofAnother.statusCode()).isEqualTo(403);
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
        assertThat(done.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(again.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(moved.statusCode()).isEqualTo(422);
        assertThat(Region.found("gp", "Condition/" + id + "/_history").getInt("total"))
                .isEqualTo(2);
        assertThat(Region.get("gp", "Condition/" + id + "/_history/1").asString())
                .contains("\"active\"");
        assertThat(Entries.post("gp", changed).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "W/\"1\",nonsense,400",
        "W/\"1\",,400",
        "x,{\"resourceType\":\"Condition\"},412",
        "W/\"1\",{\"resourceType\":\"Procedure\"},400",
        "W/\"1\",{\"resourceType\":\"Condition\"},404"
    })
    void shouldRefuseAWrongChange(String ifMatch, String body, int status) {
        // When
        var answer = RestAssured.given()
                .header("Authorization", "Bearer " + Tokens.persona("gp"))
                .header("If-Match", ifMatch)
                .contentType("application/fhir+json")
                .body(body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8))
                .put("/fhir/R4/Condition/none");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.asString()).contains("OperationOutcome");
    }

    @Test
    void shouldRefuseWhatCannotBeTrueOrHasNoPatient() {
        // Given
        var unknown = Entries.condition("R5", "nobody", "active");
        var silent = Entries.medication("R5", PATIENT);
        silent.remove("status");
        var odd = Entries.condition("R5", PATIENT, "active").put("onsetDateTime", "0015-06-01");

        // Then
        assertThat(Entries.post("gp", unknown).statusCode()).isEqualTo(422);
        assertThat(Entries.post("gp", silent).statusCode()).isEqualTo(400);
        assertThat(Entries.post("gp", odd).statusCode()).isEqualTo(400);
        assertThat(Entries.post("gp", Entries.condition("R5", PATIENT, "active").put("wrong", 1))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldShowAStrangerNothingAndTakeNothingFromOne() {
        // Given
        var id = Entries.idOf(Entries.post("gp", Entries.allergy("R6", PATIENT)));
        var own = Entries.allergy("R6-2", PATIENT);
        own.putObject("recorder")
                .putObject("identifier")
                .put("system", "https://fhir.nhs.uk/Id/ods-organization-code")
                .put("value", "Y90099");

        // Then
        for (var path : List.of(
                "AllergyIntolerance/" + id,
                "AllergyIntolerance/" + id + "/_history",
                "AllergyIntolerance/" + id + "/_history/1",
                "AllergyIntolerance?patient=" + PATIENT)) {
            var answer = Region.get("stranger", path);
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(answer.asString()).doesNotContain("91936005");
        }
        assertThat(Entries.post("stranger", own).statusCode()).isEqualTo(403);
        assertThat(Entries.put("stranger", id, own, "W/\"1\"").statusCode()).isEqualTo(403);
    }

    @Test
    void shouldKeepALabelledEntryWithItsSource() {
        // Given
        var sealed = Entries.condition("R7", PATIENT, "active");
        sealed.putObject("meta").putArray("security").addObject().put("code", "R");
        identity.access().sealLabelled();
        var id = Entries.idOf(Entries.post("gp", sealed));

        // Then
        assertThat(Region.get("gp", "Condition/" + id).statusCode()).isEqualTo(200);
        assertThat(Region.get("hospital-doctor", "Condition/" + id).statusCode())
                .isEqualTo(403);
        assertThat(Region.found("hospital-doctor", "Condition?identifier=R7").getList("entry"))
                .isNullOrEmpty();
    }

    @Test
    void shouldShowPatientsTheirOwnAndWriteDownWhoRead() {
        // Given
        var id = Entries.idOf(Entries.post("gp", Entries.allergy("R8", PATIENT)));

        // Then
        assertThat(asPatient(PATIENT, "AllergyIntolerance/" + id)).isEqualTo(200);
        assertThat(asPatient("patient-elsewhere", "AllergyIntolerance/" + id)).isEqualTo(403);
        kafka.await(topics.audit(), 1, Duration.ofSeconds(20), record -> {
            var audit = Events.read(record.value()).getAudit();
            return audit.getResourceIdsList().contains(id)
                    && audit.getClientId().equals("patient")
                    && audit.getOutcome().equals("ok");
        });
        kafka.await(topics.audit(), 1, Duration.ofSeconds(20), record -> {
            var audit = Events.read(record.value()).getAudit();
            return audit.getResourceIdsList().contains(id)
                    && audit.getInteraction().equals("create");
        });
    }

    @Test
    void shouldServeEveryTypeAlike() {
        // Given
        var all = new ArrayList<ObjectNode>(Entries.others(PATIENT));
        all.add(Entries.allergy("R9", PATIENT));
        all.add(Entries.condition("R9", PATIENT, "active"));
        all.add(Entries.medication("R9", PATIENT));

        // When
        for (var one : all) {
            var type = one.path("resourceType").asText();
            var id = Entries.idOf(Entries.post("gp", one));
            one.put("language", "en-GB");

            // Then
            assertThat(Entries.put("gp", id, one, "W/\"1\"").statusCode())
                    .as(type)
                    .isEqualTo(200);
            assertThat(Region.found("gp", type + "/" + id).getString("meta.versionId"))
                    .isEqualTo("2");
            assertThat(Region.found("gp", type + "?patient=" + PATIENT).<String>getList("entry.resource.id"))
                    .contains(id);
        }
        assertThat(Region.found("gp", "Patient/" + PATIENT + "/$everything?_type=CarePlan,Encounter")
                        .<String>getList("entry.resource.resourceType"))
                .contains("CarePlan", "Encounter");
    }

    @Test
    void shouldGoOnGivingEverythingToWhoReadsResultsOnly() {
        // Given
        Entries.idOf(Entries.post("gp", Entries.allergy("R10", PATIENT)));
        var narrow = Tokens.of(Persona.GP)
                .scope("system/DiagnosticReport.rs system/Observation.rs system/Specimen.rs")
                .sign();

        // When
        var all = everything(narrow, "");
        var named = everything(narrow, "?_type=AllergyIntolerance");

        // Then
        assertThat(all.statusCode()).as(all.asString()).isEqualTo(200);
        assertThat(all.asString()).doesNotContain("AllergyIntolerance");
        assertThat(named.statusCode()).isEqualTo(403);
    }

    private static Response everything(String token, String query) {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token)
                .get("/fhir/R4/Patient/" + PATIENT + "/$everything" + query);
    }

    private static int asPatient(String patientId, String path) {
        return RestAssured.given()
                .header(
                        "Authorization",
                        "Bearer "
                                + Tokens.of(Persona.PATIENT)
                                        .claim("patient", patientId)
                                        .sign())
                .get("/fhir/R4/" + path)
                .statusCode();
    }
}
