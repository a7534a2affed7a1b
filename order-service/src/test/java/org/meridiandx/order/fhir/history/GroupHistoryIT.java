package org.meridiandx.order.fhir.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.orderSet;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.MergeHistory;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// The versions of an order set, and what merges of patients do to it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class GroupHistoryIT {
    private static final String PATH = "/fhir/R4/RequestGroup";

    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    PatientFollower follower;

    private static JsonPath place(String patient) {
        var body = orderSet(UUID.randomUUID().toString(), UUID.randomUUID().toString())
                .replace("Patient/patient-1", "Patient/" + patient);
        var answer = sending("gp", body).post(PATH);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        return answer.jsonPath();
    }

    private static void cancel(String reference) {
        var answer = sending("gp", RegionFixture.REASON).post("/fhir/R4/" + reference + "/$cancel");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    @Test
    void shouldKeepEachVersion() {
        // Given
        RegionFixture.knowOnePatient(identity);
        var set = place(RegionFixture.PATIENT);
        var id = set.getString("id");

        // When
        cancel(set.getString("action[0].resource.reference"));
        cancel(set.getString("action[1].resource.reference"));

        // Then
        var history = as("gp").get(PATH + "/" + id + "/_history").jsonPath();
        assertThat(history.getString("type")).isEqualTo("history");
        assertThat(history.getList("entry.resource.status")).containsExactly("revoked", "active");
        assertThat(history.getList("entry.response.etag")).containsExactly("W/\"2\"", "W/\"1\"");
        assertThat(history.getString("entry[1].request.url")).isEqualTo("RequestGroup");
        var first = as("gp").get(PATH + "/" + id + "/_history/1");
        assertThat(first.jsonPath().getString("status")).isEqualTo("active");
        assertThat(first.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(as("gp").header("If-None-Match", "W/\"1\"")
                        .get(PATH + "/" + id + "/_history/1")
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "0", "-1", "x", "99999999999"})
    void shouldHaveNoOtherVersion(String version) {
        // Given
        RegionFixture.knowOnePatient(identity);
        var id = place(RegionFixture.PATIENT).getString("id");

        // Then
        assertThat(as("gp").get(PATH + "/" + id + "/_history/" + version).statusCode())
                .isEqualTo(404);
        assertThat(as("gp").get(PATH + "/none/_history").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldShowNoVersionToStrangers() {
        // Given
        RegionFixture.knowOnePatient(identity);
        var id = place(RegionFixture.PATIENT).getString("id");

        // Then
        for (var path : new String[] {"/_history", "/_history/1"}) {
            var answer = as("stranger").get(PATH + "/" + id + path);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.asString()).doesNotContain(RegionFixture.NHS_NUMBER, "26604007");
        }
    }

    @Test
    void shouldGoWithItsPatientWhenRecordsAreMergedAndComeBack() throws Exception {
        // Given
        identity.reset();
        var merges = MergeHistory.ofFour(identity.patients(), "1980-01-01");
        var patient = merges.ids().get(0);
        var survivor = merges.ids().get(1);
        var set = place(patient);
        var id = set.getString("id");

        // When
        hear(merges.merge(patient, survivor));

        // Then
        awaitPatient(id, survivor);
        var merged = as("gp").get(PATH + "?patient=" + survivor).jsonPath();
        assertThat(merged.getList("entry.resource.id")).containsExactly(id);
        assertThat(merged.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/" + survivor);
        assertThat(merged.getString("entry[0].resource.subject.identifier.value"))
                .isEqualTo(merges.nhsNumberOf(survivor));
        assertThat(merged.getString("entry[0].resource.meta.versionId")).isEqualTo("2");
        assertThat(as("gp").get(PATH + "/" + id + "/_history/1").jsonPath().getString("subject.reference"))
                .isEqualTo("Patient/" + patient);

        // When
        cancel(set.getString("action[0].resource.reference"));
        hear(merges.unmerge(patient));

        // Then
        awaitPatient(id, patient);
        var parted = as("gp").get(PATH + "/" + id).jsonPath();
        assertThat(parted.getString("subject.reference")).isEqualTo("Patient/" + patient);
        assertThat(parted.getString("status")).isEqualTo("active");
        assertThat(as("gp").get(PATH + "?patient=" + survivor).jsonPath().getList("entry"))
                .isNull();
    }

    private void hear(PatientChanged fact) {
        follower.hear(fact).await().atMost(Duration.ofSeconds(60));
    }

    private void awaitPatient(String id, String patient) throws InterruptedException {
        assertThat(new Rows(database).await(patient, "select patient_id from request_group where id = ?", id))
                .isEqualTo(patient);
    }
}
