package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.placeId;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// What is refused, and what is looked for and not there, is written down once.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class TracesIT {
    private static final String PATH = "/fhir/R4/ServiceRequest";
    private static final String STRANGER = "Y90099";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    private String id = "";

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
        id = UUID.randomUUID().toString();
    }

    @Test
    void shouldWriteDownASearchThatNamesAPatientAndFindsNothing() throws Exception {
        // Given
        var patient = UUID.randomUUID().toString();

        // When
        var answer = asking(Tokens.persona("gp")).get(PATH + "?patient=" + patient + "&status=active");

        // Then
        assertThat(answer.jsonPath().getInt("total")).isZero();
        var event = written();
        assertThat(event.getPatientId()).isEqualTo(patient);
        assertThat(event.getAudit().getOutcome()).isEqualTo("ok");
        assertThat(event.getAudit().getInteraction()).isEqualTo("search-type");
        assertThat(event.getAudit().getQueryShape()).isEqualTo("patient&status");
        assertThat(event.getAudit().getResourceIdsList()).isEmpty();
    }

    @Test
    void shouldWriteDownWhoLackedTheScope() throws Exception {
        // Given
        var token = Tokens.of(Persona.GP).scope("system/Patient.rs").sign();

        // When
        var answer = asking(token).get(PATH + "/x");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        var event = written();
        assertThat(event.getAudit().getOutcome()).isEqualTo("denied");
        assertThat(event.getAudit().getOutcomeReason()).isEqualTo("insufficient-scope");
        assertThat(event.getAudit().getInteraction()).isEqualTo("read");
        assertThat(event.getAudit().getResourceType()).isEqualTo("ServiceRequest");
        assertThat(event.getAudit().getClientId()).isEqualTo("gp");
    }

    @Test
    void shouldWriteDownWhoHasNoRelationshipAndWantedToChange() throws Exception {
        // Given
        var order = placeId(ctChest(UUID.randomUUID().toString()));
        identity.access().refuse(STRANGER, RegionFixture.PATIENT);
        var token = Tokens.of(Persona.GP).organisation(STRANGER).sign();

        // When
        var answer = asking(token)
                .contentType("application/fhir+json")
                .body(RegionFixture.REASON)
                .post(PATH + "/" + order + "/$cancel");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        var event = written();
        assertThat(event.getPatientId()).isEqualTo(RegionFixture.PATIENT);
        assertThat(event.getAudit().getOutcome()).isEqualTo("denied");
        assertThat(event.getAudit().getOrganisation()).isEqualTo(STRANGER);
    }

    @Test
    void shouldWriteDownWhoIsNoPartyToARecord() throws Exception {
        // Given
        var order = placeId(ctChest(UUID.randomUUID().toString()));

        // When
        var answer = asking(Tokens.persona("lab"))
                .contentType("application/fhir+json")
                .body(RegionFixture.REASON)
                .post(PATH + "/" + order + "/$cancel");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        var event = written();
        assertThat(event.getAudit().getOutcome()).isEqualTo("denied");
        assertThat(event.getAudit().getClientId()).isEqualTo("lab");
    }

    private RequestSpecification asking(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token).header("X-Request-ID", id);
    }

    private Event written() throws InvalidProtocolBufferException {
        var records = kafka.await(topics.audit(), 1, Duration.ofSeconds(15), record -> isOfThisRequest(record.value()));
        assertThat(records).hasSize(1);
        return Event.parseFrom(records.getFirst().value());
    }

    private boolean isOfThisRequest(byte[] record) {
        try {
            return Event.parseFrom(record).getAudit().getRequestId().equals(id);
        } catch (InvalidProtocolBufferException bad) {
            throw new AssertionError(bad);
        }
    }
}
