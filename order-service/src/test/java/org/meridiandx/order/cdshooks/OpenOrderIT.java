package org.meridiandx.order.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.answer;
import static org.meridiandx.order.cdshooks.HookFixture.card;
import static org.meridiandx.order.cdshooks.HookFixture.here;
import static org.meridiandx.order.cdshooks.HookFixture.order;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// An examination that is asked for already is told before it is asked for again.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OpenOrderIT {
    private static final String PENDING = "dup-pending";
    private static final String CT_CHEST = order("snomed 169069000", "snomed 49727002");
    private static final String CT_HEAD = order("snomed 303653007", "snomed 49727002");

    /// Of each test alone, and nobody else's.
    private final String patient = "patient-" + UUID.randomUUID();

    IdentityStandIn identity;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(patient, RegionFixture.NHS_NUMBER, "1980-01-01");
    }

    private String place(String placer, String more) {
        return RegionFixture.placeId(RegionFixture.ctChest(placer)
                .replace(RegionFixture.PATIENT, patient)
                .replace("\"intent\":\"order\",", "\"intent\":\"order\"," + more));
    }

    private JsonNode sign(String order) {
        return answer("order-sign", here("order-sign", patient, order));
    }

    @Test
    void shouldSayThatTheSameIsAskedForAlready() {
        // Given
        place(UUID.randomUUID().toString(), "");

        // When
        var answer = sign(CT_CHEST);

        // Then
        var card = card(answer, PENDING);
        assertThat(card.path("indicator").asText()).isEqualTo("warning");
        assertThat(card.path("detail").asText())
                .contains("An equivalent request is open already: CT of chest, active, 2026-11-20");
        assertThat(card.at("/suggestions/0/actions/0/type").asText()).isEqualTo("delete");
    }

    @Test
    void shouldSayNothingOfAnotherExaminationOrOfOneThatIsCancelledOrOfItself() {
        // Given
        var placer = UUID.randomUUID().toString();
        var id = place(placer, "");

        // When
        var other = sign(CT_HEAD);
        var itself = sign(CT_CHEST.replace(
                "\"status\":\"draft\"",
                "\"status\":\"draft\",\"identifier\":[{\"system\":\"urn:example:gp\",\"value\":\"" + placer + "\"}]"));
        RegionFixture.sending("gp", RegionFixture.REASON).post("/fhir/R4/ServiceRequest/" + id + "/$cancel");
        var cancelled = sign(CT_CHEST);

        // Then
        assertThat(other.toString()).doesNotContain(PENDING);
        assertThat(itself.toString()).doesNotContain(PENDING);
        assertThat(cancelled.toString()).doesNotContain(PENDING);
    }

    /// Nobody can say that none of them asks for the same.
    @Test
    void shouldSayThatMaskedRequestsWereNotLookedAt() {
        // Given
        place(UUID.randomUUID().toString(), "");
        identity.access().mask(Persona.GP.organisation(), patient);

        // When
        var answer = sign(CT_CHEST);

        // Then
        assertThat(answer.toString())
                .contains("open requests are shown to you masked")
                .doesNotContain(PENDING);
    }

    @Test
    void shouldSayNothingOfARequestThatIsClosedToTheCaller() {
        // Given
        place(UUID.randomUUID().toString(), """
                "meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]},""");
        identity.access().sealLabelled();

        // When
        var answer = given().header(
                        "Authorization",
                        "Bearer "
                                + Tokens.of(Persona.GP)
                                        .claim("organisation", "Y90078")
                                        .sign())
                .contentType("application/json")
                .body(here("order-sign", patient, CT_CHEST))
                .post("/cds-services/order-sign");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.asString()).doesNotContain(PENDING, "CT of chest");
    }
}
