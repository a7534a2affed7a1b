package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.answer;
import static org.meridiandx.order.cdshooks.HookFixture.card;
import static org.meridiandx.order.cdshooks.HookFixture.here;
import static org.meridiandx.order.cdshooks.HookFixture.order;
import static org.meridiandx.order.cdshooks.HookFixture.post;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// An order that was rated by a hook keeps what was shown of it, and why somebody went on against it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OverrideKeptIT {
    private static final String CONSULTATION =
            "\"extension\":[{\"url\":\"http://fhir.org/argonaut/Extension/pama-rating-consult-id\",\"valueUri\":\"%s\"}],\"subject\"";

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static JsonNode signed() {
        return answer(
                "order-sign",
                here("order-sign", RegionFixture.PATIENT, order("snomed 572091000119106", "snomed 279039007")));
    }

    private static String consultation(JsonNode signed) {
        return signed.at("/systemActions/0/resource/extension/1/valueUri").asText();
    }

    private static String lumbarSpine(String consultation) {
        return RegionFixture.ctChest(UUID.randomUUID().toString())
                .replace("169069000", "572091000119106")
                .replaceFirst("\"subject\"", CONSULTATION.formatted(consultation));
    }

    private static void override(JsonNode card) {
        var feedback = """
                {"feedback":[{"card":"%s","outcome":"overridden","overrideReason":{"reason":{"code":"specialist-advice","system":"x"}},
                 "outcomeTimestamp":"%s"}]}""".formatted(card.path("uuid").asText(), Instant.now());
        var told = post("gp", "order-sign/feedback", feedback);
        assertThat(told.statusCode()).as(told.asString()).isEqualTo(200);
    }

    private static String justification(String id) {
        var answer = RegionFixture.as("gp").get("/fhir/R4/ServiceRequest/" + id + "/$justification");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.asString();
    }

    @Test
    void shouldKeepAnOverrideThatWasToldBeforeTheOrder() {
        // Given
        var signed = signed();
        override(card(signed, "lbp-nonspecific/no-imaging"));

        // When
        var id = RegionFixture.placeId(lumbarSpine(consultation(signed)));

        // Then
        assertThat(justification(id))
                .contains("lbp-nonspecific/no-imaging", "\"overridden\"", "specialist-advice", "not-appropriate");
    }

    @Test
    void shouldKeepAnOverrideThatIsToldAfterTheOrder() {
        // Given
        var signed = signed();
        var id = RegionFixture.placeId(lumbarSpine(consultation(signed)));
        assertThat(justification(id)).contains("lbp-nonspecific/no-imaging").doesNotContain("specialist-advice");

        // When
        override(card(signed, "lbp-nonspecific/no-imaging"));

        // Then
        assertThat(justification(id)).contains("specialist-advice");
    }

    @Test
    void shouldNotKeepWhatWasShownToAnotherOrganisation() {
        // Given
        var body = lumbarSpine(consultation(signed())).replace("Y90001", "RX901");

        // When
        var placed = RegionFixture.sending("hospital-doctor", body).post("/fhir/R4/ServiceRequest");

        // Then
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        assertThat(justification(placed.jsonPath().getString("id"))).doesNotContain("\"shown\"");
    }
}
