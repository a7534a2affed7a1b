package org.meridiandx.result.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;

/// With PostgreSQL gone every door says so and when to come again; with it back all goes on, and
/// nothing is doubled.
@QuarkusTest
@QuarkusTestResource(value = GatedRegion.class, restrictToAnnotatedClass = true)
class DatabaseAwayIT {
    IdentityStandIn identity;
    DatabaseGate gate;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @AfterEach
    void open() {
        gate.shut();
        gate.open();
    }

    @Test
    void shouldSayWhenToComeAgainAndGoOnWhenTheDatabaseIsBack() throws IOException {
        // Given
        var message = Samples.fullBloodCount("AWAY1", "AWAY1", "F", "118");
        var resource = Results.observation("AWAY2").toString().getBytes(StandardCharsets.UTF_8);
        var id = Region.post(
                        "lab",
                        "Observation",
                        Results.observation("AWAY0").toString().getBytes(StandardCharsets.UTF_8))
                .jsonPath()
                .getString("id");
        gate.shut();

        // When
        var read = Region.get("gp", "Observation/" + id);
        var search = Region.get("gp", "Observation?patient=" + Samples.PATIENT_ID);
        var create = Region.post("lab", "Observation", resource);
        var reply = Region.send(mllp.number(), message);
        gate.open();
        var readAgain = Region.get("gp", "Observation/" + id);
        var createAgain = Region.post("lab", "Observation", resource);
        var replyAgain = Region.send(mllp.number(), message);

        // Then
        assertThat(List.of(read, search, create)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotBlank();
            assertThat(answer.asString()).contains("OperationOutcome");
        });
        assertThat(reply.isAccepted()).isFalse();
        assertThat(reply.error()).isEqualTo("207");
        assertThat(readAgain.statusCode()).isEqualTo(200);
        assertThat(createAgain.statusCode()).isEqualTo(201);
        assertThat(replyAgain.code()).isEqualTo("AA");
        assertThat(Region.found("gp", "DiagnosticReport?identifier=AWAY1").getInt("total"))
                .isEqualTo(1);
    }
}
