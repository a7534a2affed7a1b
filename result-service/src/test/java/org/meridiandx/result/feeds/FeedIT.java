package org.meridiandx.result.feeds;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// How each sender does, who has fallen silent, and messages that are taken anew.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class FeedIT {
    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    @Inject
    FeedService feeds;

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void reset() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldCountWhatASenderSends() throws IOException {
        // Given
        Region.send(mllp.number(), from("RX902/FEED1", Samples.fullBloodCount("FD1", "FD1", "F", "118")));
        Region.send(mllp.number(), from("RX902/FEED1", Samples.message("FD2", Samples.NHS_NUMBER, "ZZZ|1")));
        Region.send(mllp.number(), from("RX902/FEED1", Samples.fullBloodCount("FD3", "FD3", "F", "119")));

        // When
        var feed = feed("operator", "RX902/FEED1");

        // Then
        assertThat(feed).containsEntry("organisation", "RX902");
        assertThat(feed.get("last24Hours").toString())
                .contains("received=3", "rejected=1", "minutesFromSampleToReceipt=");
        assertThat(feed)
                .containsKeys("lastMessage", "unmatched", "unmappedCodes")
                .doesNotContainKey("silentSince");
    }

    @Test
    void shouldSeeThatASenderHasFallenSilentAndIsHeardAgain() throws Exception {
        // Given: in the weeks before, four messages in each hour of the last ten
        var rows = new Rows(database);
        rows.execute("insert into feed values ('RX902/QUIET', 'RX902', 'urn:x', now() - interval '30 days',"
                + " now() - interval '10 hours')");
        rows.execute(
                "insert into feed_hour select 'RX902/QUIET', date_trunc('hour', now()) - week * interval '7 days'"
                        + " - hour * interval '1 hour', 4, 0, 0, 0 from generate_series(1, 4) week, generate_series(0, 24) hour");
        feeds.lookForSilence().await().atMost(Duration.ofSeconds(10));
        assertThat(feed("operator", "RX902/QUIET")).containsKey("silentSince");
        assertThat(metrics.get("meridian.feeds.silent").gauge().value()).isPositive();

        // When
        Region.send(mllp.number(), from("RX902/QUIET", Samples.fullBloodCount("FD4", "FD4", "F", "118")));
        feeds.lookForSilence().await().atMost(Duration.ofSeconds(10));

        // Then
        assertThat(feed("operator", "RX902/QUIET")).doesNotContainKey("silentSince");
    }

    @Test
    void shouldLeaveASenderInPeaceThatAlwaysRestsAtThisTime() {
        // Given
        new Rows(database)
                .execute("insert into feed values ('RX902/RESTS', 'RX902', 'urn:x', now() - interval '30 days',"
                        + " now() - interval '3 days')");

        // When
        feeds.lookForSilence().await().atMost(Duration.ofSeconds(10));

        // Then
        assertThat(feed("operator", "RX902/RESTS")).doesNotContainKey("silentSince");
    }

    @Test
    void shouldCallASenderSilentWhoseMessagesAreAllForgotten() {
        // Given
        new Rows(database)
                .execute("insert into feed values ('RX902/DEAD', 'RX902', 'urn:x', now() - interval '200 days',"
                        + " now() - interval '60 days', now() - interval '59 days')");

        // When
        feeds.lookForSilence().await().atMost(Duration.ofSeconds(10));

        // Then
        assertThat(feed("operator", "RX902/DEAD")).containsKey("silentSince");
    }

    @Test
    void shouldTakeARefusedMessageAnewOnce() {
        // Given
        var id = keepRefused(Samples.fullBloodCount("FD5", "FD5", "F", "118"));
        var body = "{\"ids\":[\"" + id + "\"]}";

        // When
        var first = replay("loader", body).jsonPath();
        var again = replay("loader", body).jsonPath();

        // Then
        assertThat(first.getInt("accepted")).isEqualTo(1);
        assertThat(again.getInt("accepted")).isZero();
        assertThat(again.getInt("takenBefore")).isEqualTo(1);
        assertThat(Region.found("gp", "DiagnosticReport?identifier=FD5").getInt("total"))
                .isEqualTo(1);
    }

    @Test
    void shouldTakeAnewWhatAPeriodHasRefused() {
        // Given
        var from = Instant.now().minusSeconds(5);
        keepRefused(from("RX902/PERIOD", Samples.fullBloodCount("FD6", "FD6", "F", "118")));
        keepRefused(from("RX902/PERIOD", Samples.message("FD7", Samples.NHS_NUMBER, "ZZZ|1")));

        // When
        var body = "{\"from\":\"" + from + "\",\"sender\":\"RX902/PERIOD\"}";
        var done = replay("loader", body).jsonPath();
        var again = replay("loader", body).jsonPath();

        // Then
        assertThat(done.getInt("accepted")).isEqualTo(1);
        assertThat(done.getInt("refused")).isEqualTo(1);
        assertThat(again.getInt("accepted")).isZero();
        assertThat(again.getInt("refused")).isEqualTo(1);
        assertThat(
                        new Rows(database)
                                .number(
                                        "select count(*) from received_message where sender = 'RX902/PERIOD' and outcome <> 'AA'"))
                .as("what is refused again is not kept again")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nonsense;400",
                "[];400",
                "{};400",
                "{\"ids\":[]};400",
                "{\"ids\":[\"x\"]};400",
                "{\"from\":\"yesterday\"};400",
                "{\"from\":\"2026-11-21T09:00:00Z\",\"to\":\"2026-11-20T09:00:00Z\"};400"
            })
    void shouldRefuseAReplayThatNamesNothing(String body, int status) {
        assertThat(replay("loader", body).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"gp,403,403", "lab,200,403", "stranger,403,403", "patient,403,403"})
    void shouldBeForThoseWhoSendAndThoseWhoRunTheRegion(String persona, int look, int replay) {
        assertThat(list(persona).statusCode()).isEqualTo(look);
        assertThat(replay(persona, "{\"from\":\"2026-11-21T09:00:00Z\"}").statusCode())
                .isEqualTo(replay);
    }

    private String keepRefused(byte[] message) {
        var id = UUID.randomUUID().toString();
        var text = new String(message, StandardCharsets.UTF_8);
        var sender = text.split("\\|")[3] + "/" + text.split("\\|")[2];
        new Rows(database)
                .execute(
                        "insert into received_message (id, sender, type, control_id, received_at, outcome, raw)"
                                + " values (?::uuid, ?, 'ORU^R01', 'x', now(), 'AE', convert_to(?, 'UTF8'))",
                        id,
                        sender,
                        text);
        return id;
    }

    private static byte[] from(String sender, byte[] message) {
        var parts = sender.split("/");
        return new String(message, StandardCharsets.UTF_8)
                .replace("|LIMS|RX902|", "|" + parts[1] + "|" + parts[0] + "|")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> feed(String persona, String sender) {
        JsonPath all = list(persona).jsonPath();
        return all.getMap("feeds.find { it.sender == '" + sender + "' }");
    }

    private static Response list(String persona) {
        var token = persona.equals("operator")
                ? Tokens.of(Persona.LOADER).claim("role", "operator")
                : Tokens.of(Persona.named(persona));
        return given().header("Authorization", "Bearer " + token.sign()).get("/feeds");
    }

    private static Response replay(String persona, String body) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .contentType("application/json")
                .body(body)
                .post("/feeds/$replay");
    }
}
