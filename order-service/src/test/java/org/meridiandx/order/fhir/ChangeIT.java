package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.REASON;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.order.AtOnce;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Who changes a request when, and what versions it leaves.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ChangeIT {
    private static final String PATH = "/fhir/R4/ServiceRequest/";
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String statusOf(String id) {
        return as("gp").get(PATH + id).jsonPath().getString("status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "-1", "x", "99999999999"})
    void shouldHaveNoVersionThatNeverWas(String version) {
        // Given
        var id = placeId(fullBloodCount(UUID.randomUUID().toString()));

        // When
        var answer = as("gp").get(PATH + id + "/_history/" + version);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(404);
        assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("OperationOutcome");
    }

    @Test
    void shouldRefuseAnOrderForAPatientWhoHasDied() {
        // Given
        identity.patients().die(RegionFixture.PATIENT);

        // When
        var answer = sending("gp", ctChest(UUID.randomUUID().toString())).post("/fhir/R4/ServiceRequest");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.asString()).contains("deceased").doesNotContain(RegionFixture.NHS_NUMBER);
    }

    @Test
    void shouldStillCancelTheOrderOfAPatientWhoHasDied() {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));
        identity.patients().die(RegionFixture.PATIENT);

        // When
        var answer = sending("gp", REASON).post(PATH + id + "/$cancel");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(statusOf(id)).isEqualTo("revoked");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            W/"2";409
            W/"0";409
            "x";412
            *;412
            '';412
            """)
    void shouldNotCancelOnAVersionThatIsNotThere(String ifMatch, int status) {
        // Given
        var id = placeId(fullBloodCount(UUID.randomUUID().toString()));

        // When
        var answer = sending("gp", REASON).header("If-Match", ifMatch).post(PATH + id + "/$cancel");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(statusOf(id)).isEqualTo("active");
    }

    @ParameterizedTest
    @CsvSource({"W/\"0\", 409", "W/\"2\", 409", "W/\"-1\", 409", "*, 412"})
    void shouldNotUpdateOnAVersionThatIsNotThere(String ifMatch, int status) {
        // Given
        var body = fullBloodCount(UUID.randomUUID().toString());
        var id = placeId(body);

        // When
        var answer = sending("gp", body.replace("\"active\"", "\"on-hold\""))
                .header("If-Match", ifMatch)
                .put(PATH + id);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(statusOf(id)).isEqualTo("active");
    }

    @Test
    void shouldLetOneOfManyUpdatesOfAVersionThrough() throws Exception {
        // Given
        var body = fullBloodCount(UUID.randomUUID().toString());
        var id = placeId(body);

        // When
        var answers = AtOnce.ask(
                5,
                number -> sending(
                                "gp",
                                body.replace("\"active\"", "\"on-hold\",\"note\":[{\"text\":\"" + number + "\"}]"))
                        .header("If-Match", "W/\"1\"")
                        .put(PATH + id));

        // Then
        assertThat(AtOnce.statuses(answers)).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(as("gp").get(PATH + id + "/_history").jsonPath().getList("entry"))
                .hasSize(2);
    }

    @Test
    void shouldCancelOnceWhenManyCancelAtOnce() throws Exception {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));

        // When
        var answers = AtOnce.ask(5, number -> sending("gp", REASON).post(PATH + id + "/$cancel"));

        // Then
        assertThat(AtOnce.statuses(answers)).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(as("gp").get(PATH + id + "/_history").jsonPath().getList("entry"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "lab"})
    void shouldLetNoOtherOrganisationChangeIt(String persona) {
        // Given
        var body = ctChest(UUID.randomUUID().toString());
        var id = placeId(body);

        // When
        var cancelled = sending(persona, REASON).post(PATH + id + "/$cancel");
        var updated = sending(persona, body.replace("\"active\"", "\"on-hold\""))
                .header("If-Match", "W/\"1\"")
                .put(PATH + id);

        // Then
        assertThat(cancelled.statusCode()).isEqualTo(403);
        assertThat(updated.statusCode()).isEqualTo(403);
        assertThat(statusOf(id)).isEqualTo("active");
    }
}
