package org.meridiandx.result.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class UnmatchedIT {
    private static final String NHS_NUMBER = "9990000026";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void reset() {
        identity.reset();
    }

    @Test
    void shouldKeepAReportUntilItsPatientIsKnown() throws IOException {
        // Given
        var reply = Region.send(
                mllp.number(),
                Samples.message(
                        "U1",
                        NHS_NUMBER,
                        "OBR|1|PLU1|U1|K^Potassium^L|||20261120||||||||||||||||||F",
                        "OBX|1|NM|K^Potassium^L||5.9|mmol/L|3.5-5.3|H|||F"));
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(queue("lab")).contains("patient-unknown", "U1");
        assertThat(queue("pacs")).isEqualTo("403");

        // When
        identity.patients().add("patient-2", NHS_NUMBER, "1970-01-01");
        Events.tell(
                kafka,
                topics.identity(),
                "patient-2",
                Event.newBuilder().setPatientChanged(PatientChanged.newBuilder().setKind(PatientChanged.Kind.CREATED)));

        // Then
        kafka.await(topics.results(), 1, Duration.ofSeconds(15), record -> isReportOf(record.value(), "patient-2"));
        var found = Region.found("gp", "Observation?patient=patient-2&code=K");
        assertThat(found.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/patient-2");
        assertThat(queue("lab")).doesNotContain("\"U1\"");
    }

    @Test
    void shouldReachTheOthersWhereOneEntryFails() throws Exception {
        // Given
        potassium("U8", "9990000301");
        potassium("U9", "9990000301");
        var rows = new Rows(database);
        var broken = rows.text("select report_id from unmatched_report where filler_number = 'U8'");
        rows.execute("update diagnostic_report set content = convert_to('no JSON', 'UTF8') where id = ?", broken);
        rows.execute("update unmatched_report set next_attempt_at = '2000-01-01' where report_id = ?", broken);

        // When
        identity.patients().add("patient-8", "9990000301", "1970-01-01");
        changed("patient-8");

        // Then
        try {
            kafka.await(topics.results(), 1, Duration.ofSeconds(15), record -> isReportOf(record.value(), "patient-8"));
            assertThat(queue("lab")).contains("\"U8\"").doesNotContain("\"U9\"");
        } finally {
            rows.execute("delete from unmatched_report where report_id = ?", broken);
            rows.execute("delete from diagnostic_report where id = ?", broken);
        }
    }

    @Test
    void shouldHastenAReportWithoutNhsNumberOnceInAMinuteHoweverManyPatientsChange() throws Exception {
        // Given
        potassium("U10", "9990000328");
        var rows = new Rows(database);
        rows.execute("update unmatched_report set nhs_number = '', attempts = 20,"
                + " next_attempt_at = now() + interval '1 hour' where filler_number = 'U10'");
        identity.patients().add("patient-9", "9990000336", "1970-01-01");
        changed("patient-9");
        rows.await("21", "select attempts from unmatched_report where filler_number = 'U10'");

        // When
        for (var i = 0; i < 20; i++) {
            changed("patient-9");
        }
        potassium("U11", "9990000344");
        identity.patients().add("patient-11", "9990000344", "1970-01-01");
        changed("patient-11");

        // Then
        kafka.await(topics.results(), 1, Duration.ofSeconds(15), record -> isReportOf(record.value(), "patient-11"));
        assertThat(rows.text("select attempts from unmatched_report where filler_number = 'U10'"))
                .isEqualTo("21");
    }

    @Test
    void shouldAcceptWhileIdentityIsAway() throws IOException {
        // Given
        identity.patients().unavailable(true);

        // When
        var reply = Region.send(
                mllp.number(),
                Samples.message("U2", "9990000212", "OBR|1|PLU2|U2|K^K^L|||20261120||||||||||||||||||F"));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(queue("loader")).contains("identity-unreachable");
    }

    @Test
    void shouldShowAWaitingReportToItsSenderAndToNobodyElse() throws IOException {
        // Given
        identity.access().denyByDefault();
        Region.send(
                mllp.number(),
                Samples.message(
                        "U3",
                        "9990000174",
                        "OBR|1|PLU3|U3|K^Potassium^L|||20261120||||||||||||||||||F",
                        "OBX|1|NM|K^Potassium^L||5.9|mmol/L|3.5-5.3|H|||F"));
        var id = Region.found("lab", "DiagnosticReport?identifier=U3").getString("entry[0].resource.id");

        // When
        var read = Region.get("stranger", "DiagnosticReport/" + id);
        var history = Region.get("stranger", "DiagnosticReport/" + id + "/_history");
        var acknowledged = Region.post("stranger", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);
        var searched = Region.found("stranger", "DiagnosticReport?identifier=U3");
        var queued = queue("radiologist");

        // Then
        assertThat(List.of(read.statusCode(), history.statusCode(), acknowledged.statusCode()))
                .containsOnly(403);
        assertThat(searched.getList("entry")).isNullOrEmpty();
        assertThat(queued).doesNotContain("\"U3\"", "9990000174");
    }

    @Test
    void shouldNotFileACorrectionThatNamesSomebodyElse() throws IOException {
        // Given
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        Region.send(mllp.number(), Samples.fullBloodCount("U4-1", "U4", "F", "118"));
        var correction = new String(Samples.fullBloodCount("U4-2", "U4", "C", "60"), StandardCharsets.UTF_8)
                .replace(Samples.NHS_NUMBER, "9990000182")
                .replace("H1234", "H9999");

        // When
        var reply = Region.send(mllp.number(), correction.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        var report = Region.found("gp", "DiagnosticReport?identifier=U4&patient=" + Samples.PATIENT_ID);
        assertThat(report.getString("entry[0].resource.meta.versionId")).isEqualTo("1");
        assertThat(queue("lab")).contains("number-of-another-patient");
    }

    @Test
    void shouldFileACorrectionOnItsPatientWhileIdentityIsAway() throws IOException {
        // Given
        identity.patients().add("patient-5", "9990000190", "1970-01-01");
        var first = new String(Samples.fullBloodCount("U5-1", "U5", "F", "118"), StandardCharsets.UTF_8)
                .replace(Samples.NHS_NUMBER, "9990000190");
        Region.send(mllp.number(), first.getBytes(StandardCharsets.UTF_8));
        identity.patients().unavailable(true);

        // When
        var correction = first.replace("U5-1", "U5-2").replace("|F\r", "|C\r").replace("118", "131");
        Region.send(mllp.number(), correction.getBytes(StandardCharsets.UTF_8));

        // Then
        var report = Region.found("gp", "DiagnosticReport?identifier=U5");
        assertThat(report.getString("entry[0].resource.meta.versionId")).isEqualTo("2");
        assertThat(report.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/patient-5");
    }

    private void potassium(String number, String nhsNumber) throws IOException {
        var reply = Region.send(
                mllp.number(),
                Samples.message(
                        number,
                        nhsNumber,
                        "OBR|1|PL" + number + "|" + number + "|K^Potassium^L|||20261120||||||||||||||||||F",
                        "OBX|1|NM|K^Potassium^L||5.9|mmol/L|3.5-5.3|H|||F"));
        assertThat(reply.code()).isEqualTo("AA");
    }

    private void changed(String patientId) {
        Events.tell(
                kafka,
                topics.identity(),
                patientId,
                Event.newBuilder().setPatientChanged(PatientChanged.newBuilder().setKind(PatientChanged.Kind.CREATED)));
    }

    private static String queue(String persona) {
        var answer = given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .get("/results/unmatched");
        return answer.statusCode() == 200 ? answer.asString() : String.valueOf(answer.statusCode());
    }

    private static boolean isReportOf(byte[] bytes, String patientId) {
        var event = Events.read(bytes);
        return event.hasReportAvailable() && event.getPatientId().equals(patientId);
    }
}
