package org.meridiandx.result.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.MergeHistory;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// The record as feeds bring it, in Bundles, and as it goes with its patient.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RecordBundleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    PatientFollower follower;

    private MergeHistory history;
    private String patient = "";

    @BeforeEach
    void know() {
        identity.reset();
        history = MergeHistory.ofFour(identity.patients(), "1970-01-01");
        patient = history.ids().getFirst();
    }

    @Test
    void shouldFileATransactionWithReferencesBetweenItsEntries() {
        // Given
        var medication = Entries.medication("T1", patient);
        medication.remove("medicationCodeableConcept");
        medication.putObject("medicationReference").put("reference", "urn:uuid:drug");
        medication.putArray("reasonReference").addObject().put("reference", "urn:uuid:problem");
        var drug =
                Results.json("{\"resourceType\":\"Medication\",\"identifier\":[{\"system\":\"urn:x\",\"value\":\"7\"}],"
                        + "\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"777\"}]}}");
        var bundle = transaction(
                entry("urn:uuid:problem", "POST", "Condition", Entries.condition("T1", patient, "active")),
                entry("urn:uuid:drug", "POST", "Medication", drug),
                entry("urn:uuid:order", "POST", "MedicationRequest", medication));

        // When
        var answer = Region.post("gp", "", bundle);
        var again = Region.post("gp", "", bundle);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        var locations = answer.jsonPath().<String>getList("entry.response.location");
        assertThat(again.jsonPath().<String>getList("entry.response.location")).isEqualTo(locations);
        var found = Region.found("gp", "MedicationRequest?code=777&patient=" + patient)
                .setRootPath("entry[0].resource");
        assertThat(found.getString("reasonReference[0].reference") + "/_history/1")
                .isEqualTo(locations.get(0));
        assertThat(found.getString("contained[0].code.coding[0].code")).isEqualTo("777");
    }

    @Test
    void shouldBringAnEntryUpToDateAndNeverBack() {
        // Given
        var first = Entries.condition("T2", patient, "active");
        first.putObject("meta").put("lastUpdated", "2026-05-01T00:00:00Z");
        var second = Entries.condition("T2", patient, "resolved");
        second.putObject("meta").put("lastUpdated", "2026-06-01T00:00:00Z");
        var url = "Condition?identifier=https://gp.example/problem|T2";

        // When
        var created = Region.post("gp", "", transaction(entry("", "PUT", url, first)));
        var updated = Region.post("gp", "", transaction(entry("", "PUT", url, second)));
        var overtaken = Region.post("gp", "", transaction(entry("", "PUT", url, first)));
        var otherNumber = Region.post("gp", "", transaction(entry("", "PUT", url + "9", first)));

        // Then
        assertThat(created.jsonPath().getString("entry[0].response.status")).isEqualTo("201 Created");
        assertThat(updated.jsonPath().getString("entry[0].response.status")).isEqualTo("200 OK");
        assertThat(updated.jsonPath().getString("entry[0].response.location")).endsWith("/_history/2");
        assertThat(overtaken.statusCode()).isEqualTo(409);
        assertThat(otherNumber.statusCode()).isEqualTo(422);
        assertThat(Region.found("gp", "Condition?clinical-status=resolved&identifier=T2&patient=" + patient)
                        .getList("entry"))
                .hasSize(1);
    }

    @Test
    void shouldLoseNeitherOfTwoUnderOneNumber() {
        // Given
        var one = Entries.allergy("T6", patient);
        var other = Entries.allergy("T6", patient).put("criticality", "low");

        // When
        var differing = Region.post(
                "gp",
                "",
                transaction(
                        entry("", "POST", "AllergyIntolerance", one), entry("", "POST", "AllergyIntolerance", other)));
        var repeating = Region.post(
                "gp",
                "",
                transaction(
                        entry("", "POST", "AllergyIntolerance", one), entry("", "POST", "AllergyIntolerance", one)));

        // Then
        assertThat(differing.statusCode()).as(differing.asString()).isEqualTo(409);
        assertThat(differing.asString()).contains("Bundle.entry[1]");
        assertThat(repeating.statusCode()).as(repeating.asString()).isEqualTo(200);
        assertThat(Region.found("gp", "AllergyIntolerance?patient=" + patient).getList("entry"))
                .hasSize(1);
    }

    @Test
    void shouldRefuseTheWholeTransactionForOneWrongEntry() {
        // Given
        var bad = Entries.medication("T3", patient);
        bad.remove("status");
        var bundle = transaction(
                entry("", "POST", "AllergyIntolerance", Entries.allergy("T3", patient)),
                entry("", "POST", "MedicationRequest", bad));
        var batch = new String(bundle, java.nio.charset.StandardCharsets.UTF_8).replace("\"transaction\"", "\"batch\"");

        // When
        var answer = Region.post("gp", "", bundle);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Region.found("gp", "AllergyIntolerance?patient=" + patient).getList("entry"))
                .isNullOrEmpty();
        assertThat(Region.post("gp", "", batch.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .jsonPath()
                        .<String>getList("entry.response.status"))
                .containsExactly("201 Created", "400");
    }

    @Test
    void shouldTakeAnEncounterBesideResultsAsTheirContext() {
        // Given
        var visit = Entries.others(patient).get(3);
        var line = Results.observation("T4-" + UUID.randomUUID(), history.nhsNumberOf(patient));
        line.putObject("encounter").put("reference", "urn:uuid:visit");
        var bundle = transaction(
                entry("urn:uuid:visit", "POST", "Encounter", visit), entry("", "POST", "Observation", line));

        // When
        var answer = Region.post("gp", "", bundle);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(Region.found("gp", "Encounter?patient=" + patient).getList("entry"))
                .isNullOrEmpty();
        assertThat(Region.found("gp", "Observation?patient=" + patient)
                        .getString("entry[0].resource.contained[0].resourceType"))
                .isEqualTo("Encounter");
    }

    @Test
    void shouldGiveTheRecordToTheSurvivorAndBack() {
        // Given
        var id = Entries.idOf(Entries.post("gp", Entries.allergy("T5" + patient, patient)));
        var survivor = history.ids().get(1);

        // When
        hear(history.merge(patient, survivor));

        // Then
        awaitOf(survivor);
        var merged = Region.found("gp", "AllergyIntolerance?patient=" + patient).setRootPath("entry[0].resource");
        assertThat(merged.getString("id")).isEqualTo(id);
        assertThat(merged.getString("patient.reference")).isEqualTo("Patient/" + survivor);
        assertThat(merged.getString("meta.versionId")).isEqualTo("2");
        assertThat(Region.found("gp", "AllergyIntolerance/" + id + "/_history/1")
                        .getString("patient.reference"))
                .isEqualTo("Patient/" + patient);

        // When
        hear(history.unmerge(patient));

        // Then
        awaitOf(patient);
        assertThat(Region.found("gp", "AllergyIntolerance?patient=" + survivor).getList("entry"))
                .isNullOrEmpty();
    }

    private void hear(PatientChanged fact) {
        follower.hear(fact).await().atMost(PATIENCE);
    }

    private void awaitOf(String owner) {
        var sql = "select count(*) from record_entry where patient_id = '" + owner + "'";
        try {
            assertThat(new Rows(database).await("1", sql)).isEqualTo("1");
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private static ObjectNode entry(String fullUrl, String method, String url, ObjectNode resource) {
        var entry = Results.json("{}");
        if (!fullUrl.isEmpty()) {
            entry.put("fullUrl", fullUrl);
        }
        entry.set("resource", resource);
        entry.putObject("request").put("method", method).put("url", url);
        return entry;
    }

    private static byte[] transaction(ObjectNode... entries) {
        var bundle = Results.json("{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}");
        bundle.putArray("entry").addAll(List.of(entries));
        return Entries.bytes(bundle);
    }
}
