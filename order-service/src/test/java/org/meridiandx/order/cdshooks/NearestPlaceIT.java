package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.sending;
import static org.meridiandx.order.cdshooks.HookFixture.answer;
import static org.meridiandx.order.cdshooks.HookFixture.card;
import static org.meridiandx.order.cdshooks.HookFixture.order;
import static org.meridiandx.order.cdshooks.HookFixture.select;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.order.records.PlannedTime;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Where and when the better examination could be done soonest.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class NearestPlaceIT {
    private static final String TEST = "nearest-place-test";
    private static final String NEAREST = "urn:meridian:extension:nearest-place";

    private static final String SUGGESTED = "399208008";
    private static final String RULE = "lung-cancer-suspected/cxr-offer";
    private static final String ASKED = order("snomed 169069000", "snomed 267036007", "snomed 448765001");

    IdentityStandIn identity;

    @BeforeEach
    void haveTwoWhoDoIt() {
        RegionFixture.knowOnePatient(identity);
        put(
                "active",
                performer("RX905", 1, "\"valueReference\":{\"reference\":\"Organization/Y90001\"}") + ","
                        + performer("RX906", 2, "\"valueReference\":{\"reference\":\"Organization/Y90003\"}"));
    }

    /// Other tests ask for the same examination.
    @AfterEach
    void takeItOutOfUse() {
        put("retired", performer("RX905", 1, "\"valueReference\":{\"reference\":\"Organization/Y90001\"}"));
    }

    private static String performer(String ods, int capacity, String serves) {
        return """
                {"url":"urn:meridian:extension:catalogue-performer","extension":[
                  {"url":"organization","valueReference":{"reference":"Organization/%s"}},
                  {"url":"serves",%s},{"url":"capacityPerDay","valueInteger":%d}]}""".formatted(ods, serves, capacity);
    }

    private static void put(String status, String performers) {
        var body = """
                {"resourceType":"ActivityDefinition","id":"%s","title":"Suggested","status":"%s","kind":"ServiceRequest",
                 "intent":"order","topic":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"RAD"}]}],
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"%s"}]},"extension":[%s]}""".formatted(TEST, status, SUGGESTED, performers);
        var there = RegionFixture.as("loader").get("/fhir/R4/ActivityDefinition/" + TEST);
        var request = sending("loader", body);
        if (there.statusCode() == 200) {
            request.header("If-Match", there.header("ETag"));
        }
        var answer = request.put("/fhir/R4/ActivityDefinition/" + TEST);
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
    }

    private static void fill(LocalDate day) {
        RegionFixture.place(RegionFixture.ctChest(UUID.randomUUID().toString())
                .replace("169069000", SUGGESTED)
                .replace("\"value\":\"RX901\"", "\"value\":\"RX905\"")
                .replace("\"intent\":\"order\",", "\"intent\":\"order\",\"occurrenceDateTime\":\"" + day + "\","));
    }

    private static JsonNode advice() {
        return card(answer("order-select", select(ASKED)), RULE);
    }

    private static JsonNode nearest(JsonNode card) {
        for (var extension : card.at("/suggestions/0/actions/0/resource/extension")) {
            if (extension.path("url").asText().equals(NEAREST)) {
                return extension;
            }
        }
        throw new AssertionError(card.toPrettyString());
    }

    @Test
    void shouldNameThePlaceAndTheDayAndWhenThatWasSo() {
        // Given: room beside what other tests fill
        put("active", performer("RX905", 1000, "\"valueReference\":{\"reference\":\"Organization/Y90001\"}"));

        // When
        var card = advice();

        // Then
        var today = LocalDate.now(PlannedTime.HERE);
        var told = nearest(card);
        assertThat(told.at("/extension/0/valueReference/identifier/value").asText())
                .isEqualTo("RX905");
        assertThat(LocalDate.parse(told.at("/extension/1/valueDate").asText())).isBetween(today.minusDays(1), today);
        assertThat(Instant.parse(told.at("/extension/2/valueInstant").asText()))
                .isBefore(Instant.now().plusSeconds(60));
        assertThat(card.path("detail").asText()).contains("RX905 on ", ", as of ", "nothing is reserved");
    }

    /// The day is full at the near one, and not at the other.
    @Test
    void shouldGoToWhoHasRoomFirst() {
        // Given
        fill(LocalDate.now(PlannedTime.HERE));

        // When
        var told = nearest(advice());

        // Then
        assertThat(told.at("/extension/0/valueReference/identifier/value").asText())
                .isEqualTo("RX906");
    }

    /// The examination that was asked for is in no guideline; what the guideline of the chest says
    /// is told all the same.
    @Test
    void shouldAdviseWhereNoGuidelineRatesWhatWasAskedFor() {
        // When
        var answer = answer("order-select", select(ASKED));

        // Then
        assertThat(HookFixture.rating(answer)).isEqualTo("no-criteria-apply");
        assertThat(card(answer, RULE).path("summary").asText())
                .isEqualTo("CT chest: no guideline rates it here. Best: Chest X-ray, urgent, within 2 weeks");
        assertThat(card(answer, RULE)
                        .at("/suggestions/0/actions/0/resource/code/coding/0/code")
                        .asText())
                .isEqualTo(SUGGESTED);
    }

    @Test
    void shouldSayNothingOfRoomThatNobodyHasTold() {
        // Given
        put(
                "active",
                performer("RX905", 1, "\"valueReference\":{\"reference\":\"Organization/Y90001\"}")
                        .replace(",{\"url\":\"capacityPerDay\",\"valueInteger\":1}", ""));

        // When
        var card = advice();

        // Then
        assertThat(card.toString()).contains("Order instead").doesNotContain(NEAREST, "as of");
    }
}
