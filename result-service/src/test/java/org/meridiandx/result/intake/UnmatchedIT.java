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
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class UnmatchedIT {
    private static final String NHS_NUMBER = "9990000026";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

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
