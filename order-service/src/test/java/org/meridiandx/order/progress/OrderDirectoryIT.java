package org.meridiandx.order.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.grpc.GrpcService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindOrderResponse.Outcome;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OrderDirectoryIT {
    @GrpcService
    OrderDirectoryGrpcService orders;

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private FindOrderResponse find(FindOrderRequest.Builder request) {
        return orders.find(request.build()).await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void shouldFindByEachNumberAndNeverForAnotherPatient() {
        // Given
        var placer = UUID.randomUUID().toString();
        var placed =
                sending("gp", ctChest(placer)).post("/fhir/R4/ServiceRequest").jsonPath();
        var id = placed.getString("id");
        var accession = placed.getString("identifier.find { it.type.coding[0].code == 'ACSN' }.value");

        // When
        var byPlacer = find(FindOrderRequest.newBuilder().setPlacerNumber(placer));
        var byAccession = find(FindOrderRequest.newBuilder().setAccessionNumber(accession));
        var byId = find(FindOrderRequest.newBuilder().setOrderId(id).setPatientId(RegionFixture.PATIENT));
        var forOther =
                find(FindOrderRequest.newBuilder().setPlacerNumber(placer).setPatientId("somebody-else"));

        // Then
        assertThat(byPlacer.getOutcome()).isEqualTo(Outcome.FOUND);
        assertThat(byPlacer.getOrder().getRequester()).isEqualTo("Y90001");
        assertThat(byPlacer.getStatus()).isEqualTo("active");
        assertThat(byAccession.getOrder().getOrderId()).isEqualTo(id);
        assertThat(byId.getOrder().getOrderId()).isEqualTo(id);
        assertThat(forOther.getOutcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void shouldTellHowSensitiveTheOrderIs() {
        // Given
        var placer = UUID.randomUUID().toString();
        var sensitive = fullBloodCount(placer)
                .replaceFirst("\\{", "{\"meta\":{\"security\":[{\"system\":\"urn:example:label\",\"code\":\"HIV\"}]},");
        var label =
                Code.newBuilder().setSystem("urn:example:label").setCode("HIV").build();

        // When
        var id = placeId(sensitive);
        var found = find(FindOrderRequest.newBuilder().setPlacerNumber(placer));
        var told = kafka.await(
                topics.orders(),
                1,
                Duration.ofSeconds(10),
                record -> orderIn(record.value()).getOrderId().equals(id));

        // Then
        assertThat(found.getOrder().getSecurityLabelsList()).containsExactly(label);
        assertThat(orderIn(told.getFirst().value()).getSecurityLabelsList()).containsExactly(label);
    }

    @Test
    void shouldTellWhoIsToHaveCopiesOfItsReports() {
        // Given
        var plain = UUID.randomUUID().toString();
        var copied = UUID.randomUUID().toString();
        placeId(fullBloodCount(plain));
        placeId(fullBloodCount(copied).replaceFirst("\\{", """
                {"contained":[{"resourceType":"PractitionerRole","id":"midwife","organization":{"identifier":
                    {"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX905"}}}],
                 "extension":[{"url":"urn:meridian:extension:copy-to","valueReference":{"identifier":
                    {"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX904"}}},
                    {"url":"urn:meridian:extension:copy-to","valueReference":{"reference":"#midwife"}}],"""));

        // When
        var withoutCopies = find(FindOrderRequest.newBuilder().setPlacerNumber(plain));
        var withCopies = find(FindOrderRequest.newBuilder().setPlacerNumber(copied));

        // Then
        assertThat(withoutCopies.getOrder().getCopiesTold()).isTrue();
        assertThat(withoutCopies.getOrder().getCopyToList()).isEmpty();
        assertThat(withCopies.getOrder().getCopiesTold()).isTrue();
        assertThat(withCopies.getOrder().getCopyToList()).containsExactly("RX904", "RX905");
    }

    private static OrderRef orderIn(byte[] event) {
        try {
            return Event.parseFrom(event).getOrderPlaced().getOrder();
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void shouldTellWhenANumberNamesTwoOrders() {
        // Given
        var placer = UUID.randomUUID().toString();
        sending("gp", fullBloodCount(placer)).post("/fhir/R4/ServiceRequest");
        sending("gp", fullBloodCount(placer).replace("urn:example:gp", "urn:example:other"))
                .post("/fhir/R4/ServiceRequest");

        // When
        var found = find(FindOrderRequest.newBuilder().setPlacerNumber(placer));

        // Then
        assertThat(found.getOutcome()).isEqualTo(Outcome.AMBIGUOUS);
    }
}
