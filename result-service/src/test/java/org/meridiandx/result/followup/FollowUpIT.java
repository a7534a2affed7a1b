package org.meridiandx.result.followup;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class FollowUpIT {
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldAcknowledgeOnceHoweverOftenItIsSaid() throws IOException {
        // Given
        var id = report("A100", "F");

        // When
        var first = Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);
        var second = Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);

        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(Region.found("gp", "DiagnosticReport/" + id + "/$acknowledgements")
                        .getList("parameter"))
                .hasSize(1);
        kafka.await(
                topics.results(),
                1,
                Duration.ofSeconds(10),
                record -> read(record.value())
                        .getReportAcknowledged()
                        .getReportId()
                        .equals(id));
    }

    @Test
    void shouldRefuseToAcknowledgeAVersionThatIsNotCurrent() throws IOException {
        // Given
        var id = report("A200", "F");
        Region.send(mllp.number(), Samples.fullBloodCount("A200-2", "A200", "C", "140"));

        // When
        var answer = Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0], "If-Match", "W/\"1\"");

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.asString()).contains("version 2 is current");
    }

    @Test
    void shouldRefuseTheStranger() throws IOException {
        // Given
        var id = report("A300", "F");

        // When
        var answers = new int[] {
            Region.post("stranger", "DiagnosticReport/" + id + "/$acknowledge", new byte[0])
                    .statusCode(),
            Region.get("stranger", "DiagnosticReport/" + id).statusCode(),
            Region.get("stranger", "DiagnosticReport/" + id + "/_history").statusCode(),
            Region.get("stranger", "DiagnosticReport/" + id + "/_history/1").statusCode(),
            Region.get("stranger", "DiagnosticReport/" + id + "/$acknowledgements")
                    .statusCode(),
            Region.get("stranger", "Observation?patient=" + Samples.PATIENT_ID).statusCode()
        };

        // Then
        assertThat(answers).containsOnly(403);
        assertThat(Region.found("stranger", "DiagnosticReport?identifier=A300").getInt("total"))
                .isZero();
    }

    private String report(String number, String status) throws IOException {
        var reply = Region.send(mllp.number(), Samples.fullBloodCount(number + "-1", number, status, "118"));
        assertThat(reply.code()).isEqualTo("AA");
        return Region.found("gp", "DiagnosticReport?identifier=" + number).getString("entry[0].resource.id");
    }

    private static Event read(byte[] bytes) {
        try {
            return Event.parseFrom(bytes);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
