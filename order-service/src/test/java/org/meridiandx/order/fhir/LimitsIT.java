package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Values that are well-formed and cannot be meant.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class LimitsIT {
    private static final String PATH = "/fhir/R4/ServiceRequest";
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String orderWith(String member) {
        return ctChest(UUID.randomUUID().toString())
                .replace("\"authoredOn\":\"2026-11-20T09:00:00Z\"", member)
                .replace("{200}", "9".repeat(200))
                .replace("{201}", "9".repeat(201));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "authoredOn":"0000-01-01";authoredOn
            "authoredOn":"9999-12-31T00:00:00Z";authoredOn
            "occurrenceDateTime":"9999-01-01";occurrenceDateTime
            "occurrenceDateTime":"0001-01-01";occurrenceDateTime
            "occurrencePeriod":{"start":"2026-12-02","end":"2026-12-01"};occurrencePeriod
            "occurrencePeriod":{"start":"0000-12-02"};occurrencePeriod.start
            "occurrencePeriod":{"end":"9999-12-31"};occurrencePeriod.end
            "requisition":{"value":"{201}"};requisition
            """)
    void shouldRefuseWhatCannotBeMeant(String member, String place) {
        // Given
        var body = orderWith(member).replaceFirst("\"requisition\":\\{\"system\"[^}]*\\},", "");

        // When
        var answer = sending("gp", body).post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 422);
        assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("OperationOutcome");
        assertThat(answer.asString()).contains(place).doesNotContain("9".repeat(201));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "authoredOn":"1850"
            "occurrenceDateTime":"2200-12-31"
            "occurrencePeriod":{"start":"2026-12-02","end":"2026-12-02"}
            "occurrencePeriod":{"start":"2026-12-02"}
            """)
    void shouldTakeWhatIsJustPossible(String member) {
        // When
        var answer = sending("gp", orderWith(member)).post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"200, 201", "201, 400", "5000, 400"})
    void shouldBoundThePlacerNumber(int length, int status) {
        // Given
        var placer = (UUID.randomUUID() + "x".repeat(length)).substring(0, length);

        // When
        var answer = sending("gp", ctChest("short").replace("\"value\":\"short\"", "\"value\":\"" + placer + "\""))
                .post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "occurrenceDateTime":"9999-01-01"
            "occurrencePeriod":{"start":"2026-12-02","end":"2026-12-01"}
            """)
    void shouldRefuseTheSameInAnUpdate(String member) {
        // Given
        var body = ctChest(UUID.randomUUID().toString());
        var id = sending("gp", body).post(PATH).jsonPath().getString("id");

        // When
        var answer = sending("gp", body.replace("\"authoredOn\":\"2026-11-20T09:00:00Z\"", member))
                .header("If-Match", "W/\"1\"")
                .put(PATH + "/" + id);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 422);
    }
}
