package org.meridiandx.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.contracts.events.v1.AuditRecord;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class AuditChainIT {
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
                "date=ge2026-01-01", "action=R", "outcome=0", "subtype=read", "organisation=Y90001", "altid=gp");

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

    static Stream<Arguments> tampering() {
        var last = "(select max(seq) from audit_event)";
        return Stream.of(
                Arguments.of("delete", "delete from audit_event where seq = 3", "are missing"),
                Arguments.of(
                        "flip the content",
                        "update audit_event set content = "
                                + "set_byte(content, 10, get_byte(content, 10) # 1) where seq = 2",
                        "was changed"),
                Arguments.of(
                        "flip a column", "update audit_event set organisation = 'RX999' where seq = 2", "was changed"),
                Arguments.of(
                        "hide from a patient", "update audit_event set patient_id = null where seq = 2", "was changed"),
                Arguments.of(
                        "reorder",
                        "update audit_event set seq = case seq when 2 then 3 else 2 end where seq in (2, 3)",
                        "was changed"),
                Arguments.of(
                        "insert",
                        "insert into audit_event (seq, id, last_updated, content, recorded, action, "
                                + "interaction, outcome, organisation, client_id, prev_hash, hash) select seq + 1, 'forged', "
                                + "last_updated, content, recorded, action, interaction, outcome, organisation, client_id, hash, "
                                + "hash from audit_event where seq = " + last,
                        "beyond the signed end"),
                Arguments.of("truncate", "delete from audit_event where seq > " + last + " - 2", "were cut off"),
                Arguments.of(
                        "truncate and move the head",
                        "with gone as (delete from audit_event where seq > " + last
                                + " - 1) update audit_head set seq = seq - 1, hash = (select hash from audit_event where seq = "
                                + last + " - 1)",
                        "no good signature"),
                Arguments.of("take the head away", "update audit_head set signature = '\\x00'", "no good signature"),
                Arguments.of("empty the table", "delete from audit_event", "were cut off"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampering")
    void shouldFindTampering(String name, String sql, String finding) throws Exception {
        // Given
        record(UUID.randomUUID().toString(), 4);
        assertThat(verify().getBoolean("parameter.find { it.name == 'ok' }.valueBoolean"))
                .isTrue();
        execute("create table kept as select * from audit_event", "create table kept_head as select * from audit_head");

        // When
        execute("alter table audit_event drop constraint audit_event_pkey", sql);
        var found = verify();

        // Then
        execute(
                "delete from audit_event",
                "insert into audit_event select * from kept",
                "alter table audit_event add primary key (seq)",
                "delete from audit_head",
                "insert into audit_head select * from kept_head",
                "drop table kept",
                "drop table kept_head");
        assertThat(found.getBoolean("parameter.find { it.name == 'ok' }.valueBoolean"))
                .isFalse();
        assertThat(found.getList("parameter.findAll { it.name == 'finding' }.valueString", String.class))
                .anySatisfy(text -> assertThat(text).contains(finding));
        assertThat(verify().getBoolean("parameter.find { it.name == 'ok' }.valueBoolean"))
                .isTrue();
    }

    @Test
    void shouldFindADatabaseThatWasPutBack() throws Exception {
        // Given
        record(UUID.randomUUID().toString(), 1);
        var anchor = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"seq\",\"valueString\":\"999999\"},"
                + "{\"name\":\"hash\",\"valueString\":\"" + "ab".repeat(32) + "\"}]}";

        // When
        var answer =
                as("auditor").contentType("application/fhir+json").body(anchor).post("/fhir/R4/AuditEvent/$verify");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).contains("noted earlier");
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

    private static JsonPath verify() {
        return as("auditor")
                .post("/fhir/R4/AuditEvent/$verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
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
        return Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setOccurredAt(RegionEvents.timestampOf(Instant.now()))
                .setRegion("north")
                .setSource("result-service")
                .setPatientId(patientId)
                .setAudit(AuditRecord.newBuilder()
                        .setAction("R")
                        .setInteraction("read")
                        .setOutcome("ok")
                        .setClientId("gp")
                        .setUser("Practitioner/gp-1")
                        .setRole("clinician")
                        .setOrganisation("Y90001")
                        .setPurpose("direct-care")
                        .setResourceType("DiagnosticReport")
                        .addResourceIds("r-1")
                        .setQueryShape("patient&category")
                        .setRequestId("request-1"))
                .build()
                .toByteArray();
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private int count(String sql) throws SQLException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
