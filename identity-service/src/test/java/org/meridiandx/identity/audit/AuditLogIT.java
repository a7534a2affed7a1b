package org.meridiandx.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class AuditLogIT {
    PostgresDatabase database;
    KafkaProbe kafka;
    Topics topics;

    @Test
    void shouldServeWhoDidWhatToAuditorsOnly() throws Exception {
        // Given
        var patientId = UUID.randomUUID().toString();
        record(patientId, 3);

        // When
        var found = as("auditor").queryParam("patient", "Patient/" + patientId).get("/fhir/R4/AuditEvent");
        var refused = as("hospital-doctor")
                .queryParam("patient", "Patient/" + patientId)
                .get("/fhir/R4/AuditEvent");

        // Then
        assertThat(found.statusCode()).isEqualTo(200);
        var body = found.jsonPath();
        assertThat(body.getList("entry")).hasSize(3);
        assertThat(body.getString("entry[0].resource.agent[0].who.identifier.value"))
                .isEqualTo("Y90001");
        assertThat(body.getString("entry[0].resource.agent[1].who.reference")).isEqualTo("Practitioner/gp-1");
        assertThat(body.getString("entry[0].resource.entity[0].what.reference")).isEqualTo("Patient/" + patientId);
        assertThat(FhirJson.parse(found.asString().getBytes(StandardCharsets.UTF_8))
                        .fhirType())
                .isEqualTo("Bundle");
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldFindByEveryParameter() throws Exception {
        // Given
        var patientId = UUID.randomUUID().toString();
        record(patientId, 1);
        var parameters = List.of(
                "date=ge2026-01-01",
                "date=le2999-01-01",
                "action=R",
                "outcome=0",
                "subtype=read",
                "organisation=Y90001",
                "altid=gp",
                "agent=Practitioner/gp-1",
                "agent-role=clinician",
                "purpose=direct-care",
                "entity-type=DiagnosticReport",
                "transaction=request-1");

        // When
        var answers = parameters.stream()
                .map(parameter ->
                        as("auditor").get("/fhir/R4/AuditEvent?patient=" + patientId + "&altid=gp&" + parameter))
                .toList();

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.jsonPath().getList("entry")).hasSize(1);
        });
    }

    @Test
    void shouldNotFindWhatAnotherValueNames() throws Exception {
        // Given
        var patientId = UUID.randomUUID().toString();
        record(patientId, 1);
        var parameters = List.of(
                "date=lt2020-01-01",
                "action=C",
                "outcome=4",
                "subtype=create",
                "organisation=RX999",
                "altid=other",
                "agent=Practitioner/other",
                "agent-role=auditor",
                "purpose=research",
                "entity-type=Task",
                "transaction=request-2");

        // When
        var answers = parameters.stream()
                .map(parameter -> as("auditor").get("/fhir/R4/AuditEvent?patient=" + patientId + "&" + parameter))
                .toList();

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.jsonPath().getList("entry")).isNullOrEmpty();
        });
    }

    @Test
    void shouldPageThroughAllEntriesOnce() throws Exception {
        // Given
        var patientId = UUID.randomUUID().toString();
        record(patientId, 7);
        var ids = new java.util.ArrayList<String>();
        var next = "/fhir/R4/AuditEvent?_count=3&patient=" + patientId;

        // When
        while (next != null) {
            var page = as("auditor").urlEncodingEnabled(false).get(next).jsonPath();
            ids.addAll(page.getList("entry.resource.id", String.class));
            String link = page.getString("link.find { it.relation == 'next' }?.url");
            next = link == null ? null : link.substring(link.indexOf("/fhir/R4"));
        }

        // Then
        assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void shouldWriteOneEntryForARepeatedEvent() throws Exception {
        // Given
        var patientId = UUID.randomUUID().toString();
        var event = event(patientId);

        // When
        kafka.send(topics.audit(), patientId, event);
        kafka.send(topics.audit(), patientId, event);
        record(patientId, 1);

        // Then
        assertThat(count("select count(*) from audit_event where patient_id = '" + patientId + "'"))
                .isEqualTo(2);
    }

    @Test
    void shouldSendWhatCannotBeReadToTheDeadLetters() throws Exception {
        // Given
        var nonsense = ("nonsense " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        var patientId = UUID.randomUUID().toString();

        // When
        kafka.send(topics.audit(), patientId, nonsense);
        record(patientId, 1);

        // Then
        var dead = kafka.await(
                topics.deadLetters(),
                1,
                Duration.ofSeconds(15),
                record -> java.util.Arrays.equals(record.value(), nonsense));
        assertThat(dead).hasSize(1);
    }

    /// Who is refused has said which patient; that text is the caller's.
    @Test
    void shouldNotBeHeldUpByWhatTheDatabaseCannotKeep() throws Exception {
        // Given
        var patientId = UUID.randomUUID().toString();
        var later = AuditEvents.read(patientId).toBuilder();
        later.getOccurredAtBuilder().setSeconds(Long.MAX_VALUE);

        // When
        var refused = as("lab")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"Unconscious"}]}""")
                .post("/fhir/R4/Patient/" + patientId + "%00/$break-glass");
        kafka.send(topics.audit(), patientId, event(patientId + "\0"));
        kafka.send(topics.audit(), patientId, later.build().toByteArray());
        kafka.send(topics.audit(), patientId, event(patientId + longText()));
        record(patientId, 1);

        // Then
        var dead = kafka.await(
                topics.deadLetters(),
                3,
                Duration.ofSeconds(15),
                record -> new String(record.value(), StandardCharsets.UTF_8).contains(patientId));
        assertThat(dead).hasSize(3);
        // Such an id does not come this far from outside.
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    /// Longer than an entry of an index may be, and not to be made shorter.
    private static String longText() {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(200).collect(Collectors.joining());
    }

    @Test
    void shouldLetOnlyAuditorsVerify() {
        // Given
        var stranger = as("stranger");

        // When
        var answer = stranger.urlEncodingEnabled(false).post("/fhir/R4/AuditEvent/$verify");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    /// Sends events and waits until the last is in the chain; what other tests caused has come to
    /// rest by then.
    private void record(String patientId, int entries) throws Exception {
        for (var i = 0; i < entries; i++) {
            kafka.send(topics.audit(), patientId, event(patientId));
        }
        var before = -1;
        var end = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(end)) {
            var now = count("select count(*) from audit_event");
            if (now == before
                    && count("select count(*) from audit_event where patient_id = '" + patientId + "'") >= entries) {
                return;
            }
            before = now;
            Thread.sleep(400);
        }
        throw new AssertionError("the audit did not arrive");
    }

    private static byte[] event(String patientId) {
        return AuditEvents.read(patientId).toByteArray();
    }

    private int count(String sql) throws SQLException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
