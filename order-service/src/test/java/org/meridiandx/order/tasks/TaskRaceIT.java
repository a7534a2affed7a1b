package org.meridiandx.order.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.meridiandx.order.AtOnce;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class TaskRaceIT {
    private static final int PERFORMERS = 6;
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static Response taskOf(String requestId) {
        return as("gp").get("/fhir/R4/Task?focus=ServiceRequest/" + requestId);
    }

    @RepeatedTest(10)
    void shouldCancelTheTaskWhileItsPerformerAcceptsIt() throws Exception {
        // Given
        var requestId = placeId(ctChest(UUID.randomUUID().toString()));
        var taskId = taskOf(requestId).jsonPath().getString("entry[0].resource.id");
        var path = "/fhir/R4/Task/" + taskId;
        var accepted = as("hospital-doctor").get(path).asString().replace("\"requested\"", "\"accepted\"");

        // When
        var answers = AtOnce.ask(
                PERFORMERS + 1,
                caller -> caller == 0
                        ? sending("gp", RegionFixture.REASON).post("/fhir/R4/ServiceRequest/" + requestId + "/$cancel")
                        : sending("hospital-doctor", accepted)
                                .header("If-Match", "W/\"1\"")
                                .put(path));

        // Then
        assertThat(answers.getFirst().statusCode())
                .as(answers.getFirst().asString())
                .isEqualTo(200);
        assertThat(AtOnce.statuses(answers)).containsOnly(200, 409);
        assertThat(taskOf(requestId).jsonPath().getString("entry[0].resource.status"))
                .isEqualTo("cancelled");
    }
}
