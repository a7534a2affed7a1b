package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.AccessChanged;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Where the decision says mask, no address of an order or task shows what was asked for.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class MaskedOrderIT {
    private static final String ORDER = "/fhir/R4/ServiceRequest/";
    private static final String CODE = "26604007";
    /// Somebody of their own: what is allowed about them is remembered for a while.
    private static final String PATIENT = "patient-masked";
    private static final String NHS_NUMBER = "9990000409";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    private String order;
    private String placer;
    private String id;

    @BeforeEach
    void placeAnOrder() {
        RegionFixture.knowOnePatient(identity);
        placer = UUID.randomUUID().toString();
        identity.patients().add(PATIENT, NHS_NUMBER, "1980-01-01");
        order = fullBloodCount(placer).replace(RegionFixture.NHS_NUMBER, NHS_NUMBER);
        id = placeId(order);
    }

    /// Or the stranger would see masked orders in the next class too, for the seconds that answers are remembered.
    @AfterEach
    void forgetTheStranger() throws Exception {
        identity.access().reset();
        Events.tell(
                kafka,
                topics.identity(),
                PATIENT,
                Event.newBuilder().setAccessChanged(AccessChanged.newBuilder().setCause("test")));
        RegionFixture.await(() -> as("stranger").get(ORDER + id).statusCode() == 403);
    }

    @Test
    void shouldMaskReadsSearchesAndHistory() {
        // Given
        identity.access().mask("Y90099", PATIENT);

        // When
        var shown = Stream.of(
                        as("stranger").get(ORDER + id),
                        as("stranger").get("/fhir/R4/ServiceRequest?identifier=" + placer),
                        as("stranger")
                                .contentType("application/x-www-form-urlencoded")
                                .formParam("patient", PATIENT)
                                .post("/fhir/R4/ServiceRequest/_search"),
                        as("stranger").get(ORDER + id + "/_history"),
                        as("stranger").get(ORDER + id + "/_history/1"))
                .toList();

        // Then
        assertThat(as("gp").get(ORDER + id).asString()).contains(CODE);
        assertThat(shown).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            assertThat(answer.asString())
                    .contains(id, "SUBSETTED", "masked", "\"status\":\"active\"")
                    .doesNotContain(CODE)
                    .doesNotContain("reasonCode");
        });
    }

    @Test
    void shouldMaskTheTaskAndAnOrderThatIsThereAlready() {
        // Given
        identity.access().mask("Y90099", PATIENT);

        // When
        var task = as("stranger").get("/fhir/R4/Task?patient=" + PATIENT);
        var again = sending("stranger", order.replace("Y90001", "Y90099"))
                .header("If-None-Exist", "identifier=" + placer)
                .post("/fhir/R4/ServiceRequest");

        // Then
        assertThat(task.statusCode()).as(task.asString()).isEqualTo(200);
        assertThat(task.asString())
                .contains("ServiceRequest/" + id, "SUBSETTED")
                .doesNotContain(CODE);
        assertThat(again.statusCode()).as(again.asString()).isEqualTo(200);
        assertThat(again.asString()).contains(id, "SUBSETTED").doesNotContain(CODE);
    }

    @Test
    void shouldFindNothingByWhatIsMasked() {
        // Given
        identity.access().mask("Y90099", PATIENT);
        var query = "/fhir/R4/ServiceRequest?patient=" + PATIENT + "&code=" + CODE;

        // When
        var masked = as("stranger").get(query);

        // Then
        assertThat(as("gp").get(query).asString()).contains(id);
        assertThat(masked.jsonPath().getInt("total")).isZero();
    }
}
