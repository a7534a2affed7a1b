package org.meridiandx.identity.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class LooksAndAnomaliesIT {
    @Inject
    AuditService audit;

    PostgresDatabase database;

    @Test
    void shouldTellThePatientWhoLookedInPlainWords() throws Exception {
        // Given
        var self = self();
        append(List.of(
                AuditEvents.read(self),
                AuditEvents.of(self, record -> record.setOrganisation("RX902").setOutcome("denied"))));

        // When
        var looks = asPatient()
                .urlEncodingEnabled(false)
                .get("/fhir/R4/Patient/" + self + "/$who-looked?_count=200")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(looks.getList(
                        "parameter.findAll { it.name == 'look' }.part.flatten().findAll "
                                + "{ it.name == 'text' }.valueString",
                        String.class))
                .anySatisfy(text -> assertThat(text)
                        .endsWith("a doctor, nurse or other clinician at Willow Surgery looked at a test report, "
                                + "to care for you."))
                .anySatisfy(text ->
                        assertThat(text).contains("at Northfield Pathology asked for a test report and was refused."));
        assertThat(as("hospital-doctor")
                        .get("/fhir/R4/Patient/" + self + "/%24who-looked")
                        .statusCode())
                .isIn(403, 404);
        assertThat(asPatient()
                        .urlEncodingEnabled(false)
                        .get("/fhir/R4/Patient/other/$who-looked")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldFindEntriesOfAllRecordsOfAPatient() throws Exception {
        // Given
        var merged = Region.createPatient(Region.freshNhsNumber(), "Upham");
        var survivor = Region.createPatient(Region.freshNhsNumber(), "Upham");
        var before = AuditEvents.read(merged);
        var after = AuditEvents.read(survivor);
        append(List.of(before, after));
        merge(merged, survivor);

        // When
        var entries = ids(survivor);
        var byOldId = ids(merged);

        // Then
        assertThat(entries).contains(before.getId(), after.getId());
        assertThat(byOldId).contains(before.getId(), after.getId());
    }

    @Test
    void shouldPageThroughLooks() throws Exception {
        // Given
        var patientId = UUID.randomUUID().toString();
        append(List.of(AuditEvents.read(patientId), AuditEvents.read(patientId), AuditEvents.read(patientId)));
        var address = "/fhir/R4/Patient/" + patientId + "/$who-looked?_count=2";

        // When
        var first = as("auditor").urlEncodingEnabled(false).get(address).jsonPath();
        String next = first.getString("parameter.find { it.name == 'next' }.valueString");
        var second = as("auditor")
                .urlEncodingEnabled(false)
                .get(address + "&before=" + next)
                .jsonPath();

        // Then
        assertThat(entries(first)).hasSize(2);
        assertThat(entries(second)).hasSize(1).doesNotContainAnyElementsOf(entries(first));
    }

    @Test
    void shouldTellWhoLookedAtARecordThatWasMergedSince() throws Exception {
        // Given
        var merged = Region.createPatient(Region.freshNhsNumber(), "Upton");
        var survivor = Region.createPatient(Region.freshNhsNumber(), "Upton");
        var before = AuditEvents.read(merged);
        var after = AuditEvents.read(survivor);
        append(List.of(before, after));
        merge(merged, survivor);

        // When
        var looks = as("auditor")
                .urlEncodingEnabled(false)
                .get("/fhir/R4/Patient/" + survivor + "/$who-looked?_count=200")
                .jsonPath();

        // Then
        assertThat(entries(looks)).contains("AuditEvent/" + before.getId(), "AuditEvent/" + after.getId());
    }

    @Test
    void shouldShowPatientsTheirOwnEntriesOnly() throws Exception {
        // Given
        var self = self();
        var other = UUID.randomUUID().toString();
        var own = AuditEvents.read(self);
        var foreign = AuditEvents.read(other);
        append(List.of(own, foreign));

        // When
        var found = asPatient().get("/fhir/R4/AuditEvent?_count=200").jsonPath();
        var refused = asPatient().get("/fhir/R4/AuditEvent?patient=" + other);

        // Then
        assertThat(found.getList("entry.resource.id", String.class))
                .contains(own.getId())
                .doesNotContain(foreign.getId());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(asPatient().get("/fhir/R4/AuditEvent/" + own.getId()).statusCode())
                .isEqualTo(200);
        assertThat(asPatient().get("/fhir/R4/AuditEvent/" + foreign.getId()).statusCode())
                .isEqualTo(403);
        assertThat(asPatient().post("/audit/verify").statusCode()).isEqualTo(403);
    }

    @Test
    void shouldListWhatAPrivacyOfficerShouldSee() throws Exception {
        // Given
        var user = UUID.randomUUID().toString();
        var family = "Quill" + user.replaceAll("[^a-f]", "");
        var relative = Region.createPatient(Region.freshNhsNumber(), family);
        var events = new ArrayList<Event>();
        for (var i = 0; i < 50; i++) {
            events.add(by(user, UUID.randomUUID().toString(), "ok", "direct-care"));
        }
        events.add(by(user, "break-" + user, "ok", "break-glass"));
        for (var i = 0; i < 5; i++) {
            events.add(by(user, "denied-" + user, "denied", "direct-care"));
        }
        events.add(AuditEvents.of(
                relative, record -> record.setUser("Practitioner/" + user).setUserName("Dr Sam " + family)));
        append(events);

        // When
        var report = as("auditor")
                .urlEncodingEnabled(false)
                .get("/fhir/R4/AuditEvent/$anomalies")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(kindsOf(report, user))
                .containsExactlyInAnyOrder("break-glass", "own-family-name", "many-patients", "refused-in-a-row");
        assertThat(as("gp").urlEncodingEnabled(false)
                        .get("/fhir/R4/AuditEvent/$anomalies")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldStaySilentBelowTheLimits() throws Exception {
        // Given
        var user = UUID.randomUUID().toString();
        var events = new ArrayList<Event>();
        for (var i = 0; i < 48; i++) {
            events.add(by(user, UUID.randomUUID().toString(), "ok", "direct-care"));
        }
        for (var i = 0; i < 8; i++) {
            events.add(by(user, "p-" + user, i == 4 ? "ok" : "denied", "direct-care"));
        }
        append(events);

        // When
        var report = as("auditor")
                .urlEncodingEnabled(false)
                .get("/fhir/R4/AuditEvent/$anomalies")
                .jsonPath();

        // Then
        assertThat(kindsOf(report, user)).isEmpty();
    }

    private static Event by(String user, String patientId, String outcome, String purpose) {
        return AuditEvents.of(
                patientId,
                record -> record.setUser("Practitioner/" + user)
                        .setOutcome(outcome)
                        .setPurpose(purpose));
    }

    private static List<String> kindsOf(JsonPath report, String user) {
        return report.getList("parameter.findAll { it.name == 'anomaly' && it.part.any { part -> part.name == 'agent' "
                + "&& part.valueString == '" + user + "' } }.part.flatten().findAll { it.name == 'kind' }.valueString");
    }

    private void merge(String merged, String survivor) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.prepareStatement(
                        "update patient set patient_id = ?, merged_into = ? where id = ?")) {
            statement.setString(1, survivor);
            statement.setString(2, survivor);
            statement.setString(3, merged);
            statement.executeUpdate();
        }
    }

    private static List<String> ids(String patientId) {
        return as("auditor")
                .get("/fhir/R4/AuditEvent?_count=200&patient=Patient/" + patientId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("entry.resource.id", String.class);
    }

    private static List<String> entries(JsonPath looks) {
        return looks.getList("parameter.findAll { it.name == 'look' }.part.flatten().findAll "
                + "{ it.name == 'entry' }.valueReference.reference");
    }

    private void append(List<Event> events) {
        audit.append(events, List.of()).await().atMost(Duration.ofSeconds(30));
    }

    /// With a token of now: one from before the patient was registered names nobody.
    private static RequestSpecification asPatient() {
        return given().header("Authorization", "Bearer " + Region.freshToken("patient"));
    }

    /// The patient that the persona is.
    private String self() throws SQLException {
        as("hospital-doctor")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(Region.patient(IdentityTestResource.PATIENT_NUMBER, "Thwaite", "1980-02-01"))
                .post("/fhir/R4/Patient");
        try (var connection = database.connect();
                var statement = connection.prepareStatement("select id from patient where nhs_number = ?")) {
            statement.setString(1, IdentityTestResource.PATIENT_NUMBER);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
