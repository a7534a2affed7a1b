package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// The security labels of an order hold for its task too, and an update does not take them away.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SensitiveOrderIT {
    private static final String ORDER = "/fhir/R4/ServiceRequest/";
    private static final String TASK = "/fhir/R4/Task?focus=ServiceRequest/";
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String labelled(String order, String code) {
        return order.replaceFirst(
                "\\{", "{\"meta\":{\"security\":[{\"system\":\"urn:example:label\",\"code\":\"" + code + "\"}]},");
    }

    private static List<String> labelsOfTask(String orderId) {
        return as("gp").get(TASK + orderId).jsonPath().getList("entry[0].resource.meta.security.code");
    }

    @Test
    void shouldKeepTheTaskAsSensitiveAsItsOrder() {
        // When
        var id = placeId(labelled(fullBloodCount(UUID.randomUUID().toString()), "HIV"));

        // Then
        assertThat(labelsOfTask(id)).containsExactly("HIV");
        var asked = identity.access().asked().getLast().getQuestionsList();
        assertThat(asked).isNotEmpty().allSatisfy(question -> {
            assertThat(question.getResourceType()).isEqualTo("Task");
            assertThat(question.getLabelsList()).containsExactly("HIV");
        });
    }

    @Test
    void shouldSealTheTaskOfAnOrderThatBecomesSensitive() {
        // Given
        var order = fullBloodCount(UUID.randomUUID().toString());
        var id = placeId(order);

        // When
        var changed = sending("gp", labelled(order, "R"))
                .header("If-Match", "W/\"1\"")
                .put(ORDER + id);

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(labelsOfTask(id)).containsExactly("R");
    }

    @Test
    void shouldKeepTheLabelsThatAnUpdateLeavesOut() {
        // Given
        var order = fullBloodCount(UUID.randomUUID().toString());
        var id = placeId(labelled(order, "HIV"));

        // When
        var changed = sending("gp", labelled(order, "R"))
                .header("If-Match", "W/\"1\"")
                .put(ORDER + id);

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.jsonPath().<String>getList("meta.security.code")).containsExactlyInAnyOrder("R", "HIV");
        assertThat(labelsOfTask(id)).containsExactlyInAnyOrder("R", "HIV");
    }
}
