package org.meridiandx.order.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.order.records.PlannedTime;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Room is counted for each performer and day; full days are skipped.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CapacityIT {
    private final String test = "t-" + UUID.randomUUID();
    private final LocalDate day = LocalDate.now(PlannedTime.HERE).plusDays(3);

    IdentityStandIn identity;

    /// One place a day at the only one who does it.
    @BeforeEach
    void haveOnePlaceADay() {
        RegionFixture.knowOnePatient(identity);
        var definition = """
                {"resourceType":"ActivityDefinition","id":"%1$s","title":"Test","status":"active","kind":"ServiceRequest",
                 "intent":"order","topic":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB"}]}],
                 "code":{"coding":[{"system":"urn:example:tests","code":"%1$s"}]},"extension":[
                 {"url":"urn:meridian:extension:catalogue-performer","extension":[
                  {"url":"organization","valueReference":{"reference":"Organization/RX902"}},
                  {"url":"serves","valueReference":{"reference":"Organization/Y90001"}},
                  {"url":"capacityPerDay","valueInteger":1}]}]}""".formatted(test);
        var put = sending("loader", definition).put("/fhir/R4/ActivityDefinition/" + test);
        assertThat(put.statusCode()).as(put.asString()).isEqualTo(201);
    }

    private JsonPath place(String more) {
        return RegionFixture.place(
                RegionFixture.fullBloodCount(UUID.randomUUID().toString())
                        .replace(
                                "\"system\":\"http://snomed.info/sct\",\"code\":\"26604007\"",
                                "\"system\":\"urn:example:tests\",\"code\":\"" + test + "\"")
                        .replace("\"intent\":\"order\",", "\"intent\":\"order\"," + more));
    }

    private JsonPath on(LocalDate wanted) {
        return place("\"occurrenceDateTime\":\"" + wanted + "\",");
    }

    private static String dayOf(JsonPath order) {
        return order.getString("performer[0].extension.find { it.url == '" + PlannedTime.DAY + "' }.valueDate");
    }

    @Test
    void shouldCountByTheDayOfTheAppointmentAndSkipFullDays() {
        // When
        var first = on(day);
        var second = on(day);
        var other = on(day.plusDays(5));
        var third = on(day);

        // Then
        assertThat(dayOf(first)).isEqualTo(day.toString());
        assertThat(dayOf(second)).isEqualTo(day.plusDays(1).toString());
        assertThat(dayOf(other)).isEqualTo(day.plusDays(5).toString());
        assertThat(dayOf(third)).isEqualTo(day.plusDays(2).toString());
    }

    @Test
    void shouldGiveTheNextDayToWhoNamesNone() {
        // When
        var today = place("");
        var tomorrow = place("");
        var after = place("");

        // Then
        assertThat(dayOf(tomorrow))
                .isEqualTo(LocalDate.parse(dayOf(today)).plusDays(1).toString());
        assertThat(dayOf(after))
                .isEqualTo(LocalDate.parse(dayOf(today)).plusDays(2).toString());
    }

    @Test
    void shouldHaveRoomAgainWhenAnOrderIsCancelledOrPutOff() {
        // Given
        var cancelled = on(day).getString("id");
        var putOff = on(day.plusDays(1)).getString("id");

        // When
        sending("gp", RegionFixture.REASON).post("/fhir/R4/ServiceRequest/" + cancelled + "/$cancel");
        var there = as("gp").get("/fhir/R4/ServiceRequest/" + putOff);
        var body = there.asString()
                .replace("\"occurrenceDateTime\":\"" + day.plusDays(1), "\"occurrenceDateTime\":\"" + day.plusDays(9));
        var changed =
                sending("gp", body).header("If-Match", there.header("ETag")).put("/fhir/R4/ServiceRequest/" + putOff);

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(dayOf(on(day))).isEqualTo(day.toString());
        assertThat(dayOf(on(day.plusDays(1)))).isEqualTo(day.plusDays(1).toString());
        assertThat(dayOf(on(day.plusDays(9)))).isEqualTo(day.plusDays(10).toString());
    }
}
