package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.place;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RequestResourceIT {
    private static final String PATH = "/fhir/R4/ServiceRequest";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String placer() {
        return UUID.randomUUID().toString();
    }

    @Test
    void shouldPlaceImagingOrderWithAccessionNumberTaskEventAndAudit() throws Exception {
        // When
        var placed = place(ctChest(placer()));

        // Then
        var id = placed.getString("id");
        var accession = placed.getString("identifier.find { it.type.coding[0].code == 'ACSN' }.value");
        assertThat(accession).startsWith("RX901").hasSizeLessThanOrEqualTo(16);
        assertThat(placed.getString("identifier.find { it.value == '" + accession + "' }.assigner.identifier.value"))
                .isEqualTo("RX901");
        assertThat(placed.getString("subject.identifier.value")).isEqualTo(RegionFixture.NHS_NUMBER);
        var task = as("gp").get("/fhir/R4/Task?focus=ServiceRequest/" + id).jsonPath();
        assertThat(task.getString("entry[0].resource.status")).isEqualTo("requested");
        assertThat(task.getString("entry[0].resource.owner.identifier.value")).isEqualTo("RX901");
        var events = kafka.await(topics.orders(), 1, Duration.ofSeconds(10), record -> {
            try {
                return Event.parseFrom(record.value())
                        .getOrderPlaced()
                        .getOrder()
                        .getOrderId()
                        .equals(id);
            } catch (com.google.protobuf.InvalidProtocolBufferException bad) {
                throw new AssertionError(bad);
            }
        });
        var order = Event.parseFrom(events.getFirst().value()).getOrderPlaced();
        assertThat(order.getOrder().getRequester()).isEqualTo("Y90001");
        assertThat(order.getOrder().getAccessionNumber()).isEqualTo(accession);
        assertThat(order.getPriority()).isEqualTo("urgent");
        assertThat(kafka.await(topics.audit(), 1, Duration.ofSeconds(10), record -> true))
                .isNotEmpty();
    }

    @Test
    void shouldServeWhatItStored() {
        // Given
        var placed = place(ctChest(placer()));
        var id = placed.getString("id");

        // When
        var read = as("gp").get(PATH + "/" + id);

        // Then
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(read.jsonPath().getString("note[0].text")).isEqualTo("Cough for six weeks");
        assertThat(as("gp").header("If-None-Match", "W/\"1\"")
                        .get(PATH + "/" + id)
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void shouldPlaceOnceWhenTheSameComesAgain() {
        // Given
        var body = fullBloodCount(placer());
        var requestId = UUID.randomUUID().toString();

        // When
        var placed = RegionFixture.sending("gp", body).post(PATH);
        var byNumber = sending("gp", body).post(PATH);

        // Then
        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(byNumber.statusCode()).as(byNumber.asString()).isEqualTo(200);
        assertThat(byNumber.jsonPath().getString("id"))
                .isEqualTo(placed.jsonPath().getString("id"));
    }
}
