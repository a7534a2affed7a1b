package org.meridiandx.result.indicators;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ResultIndicatorsIT {
    private static final String MARCH = "/indicators/results?from=2001-03-01&to=2001-03-31";

    PostgresDatabase database;
    private Rows rows;
    private String organisation;

    @BeforeEach
    void beAnOrganisationOfOnesOwn() {
        rows = new Rows(database);
        organisation = "I%08X".formatted(UUID.randomUUID().hashCode());
    }

    private Response ask(String query) {
        var token = Tokens.of(Persona.GP).claim("organisation", organisation).sign();
        return given().header("Authorization", "Bearer " + token).get(query);
    }

    private String report(String status, String effective, String issued) {
        var id = UUID.randomUUID().toString();
        rows.execute("""
                insert into diagnostic_report (id, version, last_updated, content, status, effective_at, issued_at,
                    organisations)
                values (?, 1, now(), '{"resourceType":"DiagnosticReport"}', ?, ?::timestamptz, ?::timestamptz, array['RX902', ?])""", id, status, effective, issued, organisation);
        return id;
    }

    private static String numbers(Response answer, String name) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath()
                .getString(
                        "indicators.find { it.name == '" + name + "' }.with { it.numerator + '/' + it.denominator }");
    }

    @Test
    void shouldCountHoursToTheReport() {
        // Given
        for (var i = 0; i < 5; i++) {
            report("final", "2001-03-05T09:00:00Z", "2001-03-05T21:00:00Z");
        }
        report("final", "2001-02-27T09:00:00Z", "2001-02-28T21:00:00Z");
        report("entered-in-error", "2001-03-05T09:00:00Z", "2001-03-25T21:00:00Z");
        report("final", null, "2001-03-25T21:00:00Z");

        // When
        var answer = ask(MARCH);

        // Then
        assertThat(numbers(answer, "turnaround-hours")).isEqualTo("60.0/5");
    }

    @Test
    void shouldCountReportsThatNobodyAcknowledgedInAWeek() {
        // Given
        for (var i = 0; i < 12; i++) {
            var id = report("final", "2001-03-05T09:00:00Z", "2001-03-05T21:00:00Z");
            if (i < 7) {
                rows.execute("""
                        insert into report_acknowledgement
                            (report_id, version, actor, client_id, organisation, acknowledged_at)
                        values (?, 1, 'Practitioner/gp-1', 'gp', ?, now())""", id, organisation);
            }
        }

        // When
        var answer = ask(MARCH);

        // Then
        assertThat(numbers(answer, "unacknowledged-after-7-days")).isEqualTo("5/12");
    }

    @Test
    void shouldGiveANewReportItsWeek() {
        // Given
        for (var i = 0; i < 6; i++) {
            report("final", "2001-03-05T09:00:00Z", java.time.Instant.now().toString());
        }

        // When
        var answer = ask("/indicators/results");

        // Then
        assertThat(numbers(answer, "unacknowledged-after-7-days")).isEqualTo("0/0");
    }

    @Test
    void shouldTellAStrangerNothing() {
        // When
        var answer = given().header("Authorization", "Bearer " + Tokens.persona("stranger"))
                .get(MARCH + "&organisation=" + organisation);

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
    }
}
