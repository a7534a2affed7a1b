package org.meridiandx.order.indicators;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OrderIndicatorsIT {
    private static final String PATH = "/indicators/orders";
    private static final String MARCH = PATH + "?from=2001-03-01&to=2001-03-31";

    PostgresDatabase database;
    private Rows rows;
    private String organisation;

    @BeforeEach
    void beAnOrganisationOfOnesOwn() {
        rows = new Rows(database);
        organisation = "I"
                + UUID.randomUUID()
                        .toString()
                        .substring(0, 8)
                        .toUpperCase(java.util.Locale.ROOT)
                        .replace("-", "");
    }

    private Response ask(String query) {
        return ask(Tokens.of(Persona.GP).claim("organisation", organisation), query);
    }

    private static Response ask(Tokens token, String query) {
        return given().header("Authorization", "Bearer " + token.sign()).get(query);
    }

    /// A request that was written at a time, and moved to `status` so many hours later.
    private String request(String code, String authored, String status, int hours) {
        var id = UUID.randomUUID().toString();
        rows.execute("""
                insert into service_request (id, version, last_updated, content, content_digest, status, category,
                    code_system, code, priority, authored_on, requester, placer_system, placer_number)
                values (?, 1, ?::timestamptz, '{"resourceType":"ServiceRequest"}', '', 'active', 'LAB', 'http://snomed.info/sct', ?, 'routine',
                    ?::timestamptz, ?, 'test', ?)""", id, authored, code, authored, organisation, id);
        rows.execute(
                "update service_request set version = 2, status = ?, last_updated = authored_on + ? * interval '1 hour'"
                        + " where id = ?",
                status,
                hours,
                id);
        return id;
    }

    private void task(String authored, int hoursToAcceptance) {
        var request = request("1", authored, "active", 0);
        rows.execute("""
                insert into task (id, version, last_updated, content, focus_id, status, requester, authored_on)
                values (?, 1, ?::timestamptz, '{"resourceType":"Task"}', ?, 'requested', ?, ?::timestamptz)""", request, authored, request, organisation, authored);
        rows.execute(
                "update task set version = version + 1, status = 'accepted', last_updated = authored_on + ? * interval '1 hour' where id = ?",
                hoursToAcceptance,
                request);
        rows.execute(
                "update task set version = version + 1, status = 'completed', last_updated = now() where id = ?",
                request);
    }

    private static String told(Response answer, String name) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath()
                .getList("indicators.findAll { it.name == '" + name + "' }.collect { (it.group ?: '') + ' '"
                        + " + it.numerator + '/' + it.denominator }")
                .toString();
    }

    @Test
    void shouldCountRequestsByTestWithinThePeriod() {
        // Given
        for (var i = 0; i < 6; i++) {
            request("26604007", "2001-03-10T10:00:00Z", "active", 1);
        }
        for (var i = 0; i < 5; i++) {
            request("169069000", "2001-03-31T22:30:00Z", "completed", 1);
        }
        request("26604007", "2001-03-31T23:30:00Z", "active", 1);
        request("26604007", "2001-03-10T10:00:00Z", "entered-in-error", 1);

        // When
        var answer = ask(MARCH + "&name=requests-by-test");

        // Then
        assertThat(told(answer, "requests-by-test"))
                .isEqualTo("[http://snomed.info/sct|26604007 6/11, http://snomed.info/sct|169069000 5/11]");
        assertThat(answer.jsonPath().getString("indicators[0].organisation")).isEqualTo(organisation);
        assertThat(answer.jsonPath().getString("indicators[0].definition")).isNotBlank();
        assertThat(answer.jsonPath().getString("indicators[0].source")).isNotBlank();
    }

    @Test
    void shouldCountAcceptanceByTheFirstTimeATaskWasTakenOn() {
        // Given
        for (var i = 0; i < 5; i++) {
            task("2001-03-05T09:00:00Z", 10);
            task("2001-03-06T09:00:00Z", 30);
        }

        // When
        var answer = ask(MARCH);

        // Then
        assertThat(told(answer, "accepted-within-a-day")).isEqualTo("[ 5/10]");
        assertThat(told(answer, "hours-to-acceptance")).isEqualTo("[ 200.0/10]");
    }

    @Test
    void shouldCountWhatWasCancelledAfterSixWeeksAndHowLongReportsTook() {
        // Given
        for (var i = 0; i < 5; i++) {
            request("1", "2001-01-20T09:00:00Z", "revoked", 42 * 24 + 1);
        }
        for (var i = 0; i < 5; i++) {
            request("1", "2001-03-01T09:00:00Z", "revoked", 42);
        }
        for (var i = 0; i < 5; i++) {
            request("1", "2001-03-01T09:00:00Z", "completed", 6);
        }

        // When
        var answer = ask(MARCH);

        // Then
        assertThat(told(answer, "cancelled-after-breach")).isEqualTo("[ 5/10]");
        assertThat(told(answer, "hours-to-report")).isEqualTo("[ 30.0/5]");
    }

    /// The ground of a placed request, and where it was rated that of a later version.
    private void exposure(String recorded, boolean isRated) {
        var id = UUID.randomUUID().toString();
        var insert = """
                insert into justification (request_id, number, request_version, recorded_at, event, organisation,
                    ionising, hook_instance, content, seals)
                values (?, ?, 1, ?::timestamptz, ?, ?, 'yes', ?::uuid, '{}', '[]')""";
        rows.execute(insert, id, 1, recorded, "placed", organisation, null);
        if (isRated) {
            rows.execute(
                    insert,
                    id,
                    2,
                    recorded,
                    "amended",
                    organisation,
                    UUID.randomUUID().toString());
        }
    }

    @Test
    void shouldCountTheExposuresThatWereRated() {
        // Given
        for (var i = 0; i < 7; i++) {
            exposure("2001-03-05T09:00:00Z", true);
            exposure("2001-03-06T09:00:00Z", false);
        }
        exposure("2001-04-01T09:00:00Z", true);

        // When
        var answer = ask(MARCH);

        // Then
        assertThat(told(answer, "exposures-guided")).isEqualTo("[ 7/14]");
    }

    /// A request as it was placed, and as it stands after that.
    private void justified(String ionising, String... missing) {
        var id = UUID.randomUUID().toString();
        for (var number = 0; number < missing.length; number++) {
            rows.execute(
                    """
                    insert into justification (request_id, number, request_version, recorded_at, event, organisation,
                        ionising, missing, content, seals)
                    values (?, ?, 1, '2001-03-05T09:00:00Z', ?, ?, ?, string_to_array(nullif(?, ''), ','), '{}', '[]')""", id, number + 1, number == 0 ? "placed" : "amended", organisation, ionising, missing[number]);
        }
    }

    @Test
    void shouldCountTheExposuresThatStillLackSomething() {
        // Given
        for (var i = 0; i < 5; i++) {
            justified("yes", "", "referrer,pregnancy-status");
            justified("yes", "referrer", "");
            justified("yes", "");
            justified("unknown", "referrer");
        }

        // When
        var answer = ask(MARCH);

        // Then
        assertThat(told(answer, "exposures-incomplete")).isEqualTo("[ 5/15]");
    }

    @Test
    void shouldHideSmallNumbers() {
        // Given
        request("26604007", "2001-03-10T10:00:00Z", "revoked", 1);

        // When
        var answer = ask(MARCH);

        // Then
        assertThat(told(answer, "requests-by-test")).isEqualTo("[other <5/<5]");
        assertThat(told(answer, "cancelled-after-breach")).isEqualTo("[ 0/<5]");
    }

    @Test
    void shouldGiveCsvToWhoAsksForIt() {
        // When
        var answer = given().header("Authorization", "Bearer " + Tokens.persona("gp"))
                .accept("text/csv")
                .get(MARCH + "&name=hours-to-report");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/csv");
        assertThat(answer.asString())
                .startsWith("name,organisation,")
                .contains("\r\nhours-to-report,Y90001,2001-03-01,");
    }

    @Test
    void shouldTellTheNumbersOfOthersToTheRegionOnly() {
        // Given
        for (var i = 0; i < 5; i++) {
            request("26604007", "2001-03-10T10:00:00Z", "active", 1);
        }
        var query = MARCH + "&name=requests-by-test&organisation=" + organisation;

        // When
        var stranger = ask(Tokens.of(Persona.STRANGER), query);
        var region = ask(Tokens.of(Persona.LOADER).claim("role", "operator"), query);

        // Then
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(stranger.asString()).doesNotContain("26604007");
        assertThat(told(region, "requests-by-test")).isEqualTo("[http://snomed.info/sct|26604007 5/5]");
    }

    @Test
    void shouldNeedItsScopeAndNoPatients() {
        assertThat(ask(Tokens.of(Persona.GP).scope("system/ServiceRequest.rs"), PATH)
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(Tokens.of(Persona.PATIENT).claim("patient", "patient-1"), PATH)
                        .statusCode())
                .isEqualTo(403);
        assertThat(given().get(PATH).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "from=2001-01-01&to=2002-02-01, 400",
        "name=nothing, 400",
        "name=requests-by-test'--, 400",
        "organisation=%27%20or%201=1, 400",
        "from=x, 400",
        "patient=1, 400",
    })
    void shouldRefuseWhatItCannotAnswer(String query, int status) {
        // When
        var answer = ask(PATH + "?" + query);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void shouldSayWhichFormsThereAre() {
        // When
        var answer = given().header("Authorization", "Bearer " + Tokens.persona("gp"))
                .accept("application/xml")
                .get(MARCH);

        // Then
        assertThat(answer.statusCode()).isEqualTo(406);
    }
}
