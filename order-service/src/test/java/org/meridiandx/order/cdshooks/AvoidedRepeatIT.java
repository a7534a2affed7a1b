package org.meridiandx.order.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.card;
import static org.meridiandx.order.cdshooks.HookFixture.here;
import static org.meridiandx.order.cdshooks.HookFixture.order;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.RecentStudy;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// What is spared where a repeat is not done: dose and cost, as estimates.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class AvoidedRepeatIT {
    private static final String CT_CHEST = order("snomed 169069000", "snomed 49727002");

    /// Of this test alone: other tests count those of the GP.
    private static final String ORGANISATION = "Y90077";

    IdentityStandIn identity;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void knowAScanOfTheRegion() {
        RegionFixture.knowOnePatient(identity);
        identity.recent()
                .add(
                        RegionFixture.PATIENT,
                        RecentStudy.newBuilder()
                                .setImagingStudyId("study-1")
                                .addModalities("CT")
                                .setBodyPart("CHEST")
                                .setDescription("CT chest")
                                .setCustodian("RX904")
                                .addOrganisations("RX904")
                                .setStartedAt(
                                        RegionEvents.timestampOf(Instant.now().minus(Duration.ofDays(10))))
                                .build());
    }

    private static Response post(String service, String body) {
        return given().header("Authorization", "Bearer " + token())
                .contentType("application/json")
                .body(body)
                .post("/cds-services/" + service);
    }

    private static String token() {
        return Tokens.of(Persona.GP).claim("organisation", ORGANISATION).sign();
    }

    private static JsonNode repeat() {
        var answer = post("order-sign", here("order-sign", RegionFixture.PATIENT, CT_CHEST));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return card(HookRules.check(answer.asString()), "dup-ct");
    }

    private static void withdraw(JsonNode card, Instant at) {
        var told = post("order-sign/feedback", """
                {"feedback":[{"card":"%s","outcome":"accepted","acceptedSuggestions":[{"id":"%s"}],"outcomeTimestamp":"%s"}]}""".formatted(
                card.path("uuid").asText(), card.at("/suggestions/0/uuid").asText(), at));
        assertThat(told.statusCode()).as(told.asString()).isEqualTo(200);
    }

    private double counted(String name) {
        var counter = meters.find(name).tag("rule", "dup-ct").counter();
        return counter == null ? 0 : counter.count();
    }

    private static List<String> told(Response answer, String name) {
        return answer.jsonPath()
                .getList("indicators.findAll { it.name == '" + name + "' }.collect { (it.group ?: '') + ' '"
                        + " + it.numerator + '/' + it.denominator + ' ' + it.unit }");
    }

    @Test
    void shouldTellTheDoseOfARepeatAsAnEstimate() {
        // When
        var card = repeat();

        // Then
        assertThat(card.path("detail").asText()).contains("about 8 mSv (an estimate)");
    }

    @Test
    void shouldCountWhatWasSparedOnceForEachCard() {
        // Given
        var dose = counted("meridian_guidance_avoided_millisieverts");
        var pounds = counted("meridian_guidance_avoided_pounds");

        // When
        for (var i = 0; i < 5; i++) {
            var card = repeat();
            var at = Instant.now();
            withdraw(card, at);
            withdraw(card, at);
        }
        repeat();

        // Then
        var day = LocalDate.now(ZoneId.of("Europe/London"));
        var answer = given().header("Authorization", "Bearer " + token())
                .get("/indicators/orders?from=" + day.minusDays(1) + "&to=" + day);
        assertThat(told(answer, "guidance-duplicates-avoided-dose")).containsExactly(" 40/5 mSv");
        assertThat(told(answer, "guidance-duplicates-avoided-cost")).containsExactly("floor-2008-09 270/5 GBP");
        assertThat(answer.jsonPath()
                        .getString("indicators.find { it.name == 'guidance-duplicates-avoided-cost' }.source"))
                .contains("floor-2008-09", "National Audit Office");
        assertThat(counted("meridian_guidance_avoided_millisieverts") - dose).isEqualTo(40);
        assertThat(counted("meridian_guidance_avoided_pounds") - pounds).isEqualTo(270);
    }
}
