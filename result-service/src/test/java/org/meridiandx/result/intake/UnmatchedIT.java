package org.meridiandx.result.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
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
        var event = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId("patient-2")
                .setPatientChanged(PatientChanged.newBuilder().setKind(PatientChanged.Kind.CREATED))
                .build();
        kafka.send(topics.identity(), "patient-2", event.toByteArray());

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
        var reply = Region.send(mllp.number(), Samples.fullBloodCount("U2", "U2", "F", "118"));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(queue("loader")).contains("identity-unreachable");
    }

    private static String queue(String persona) {
        var answer = given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .get("/results/unmatched");
        return answer.statusCode() == 200 ? answer.asString() : String.valueOf(answer.statusCode());
    }

    private static boolean isReportOf(byte[] bytes, String patientId) {
        try {
            var event = Event.parseFrom(bytes);
            return event.hasReportAvailable() && event.getPatientId().equals(patientId);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
