package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.answer;
import static org.meridiandx.order.cdshooks.HookFixture.order;
import static org.meridiandx.order.cdshooks.HookFixture.post;
import static org.meridiandx.order.cdshooks.HookFixture.select;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class FeedbackIT {
    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static JsonNode card() {
        return answer("order-select", select(order("cpt 72133", "snomed 279039007")))
                .at("/cards/0");
    }

    private static Response tell(String persona, String feedback) {
        return post(persona, "order-select/feedback", "{\"feedback\":[" + feedback + "]}");
    }

    private static String accepted(String card, String suggestion, Instant at) {
        return """
                {"card":"%s","outcome":"accepted","acceptedSuggestions":[{"id":"%s"}],"outcomeTimestamp":"%s"}""".formatted(card, suggestion, at);
    }

    private static String overridden(String card, String reason, Instant at) {
        return """
                {"card":"%s","outcome":"overridden","overrideReason":{"reason":{"code":"%s","system":"x"},
                 "userComment":"Mrs Smith insists"},"outcomeTimestamp":"%s"}""".formatted(card, reason, at);
    }

    private String outcomeOf(JsonNode card) throws SQLException {
        return text("select concat(outcome, '|', override_reason) from guidance_event where id = '"
                + card.path("uuid").asText() + "'");
    }

    private String text(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    @Test
    void shouldKeepWhatWasShownAndNothingOfThePatient() throws SQLException {
        // When
        var card = card();

        // Then
        var row = text("select row_to_json(e)::text from guidance_event e where id = '"
                + card.path("uuid").asText() + "'");
        assertThat(row)
                .contains("lbp-nonspecific/no-imaging", "Y90001", "\"client_id\":\"gp\"", "advice")
                .doesNotContain("ehr-1", "draft-1", "279039007");
    }

    @Test
    void shouldLearnThatTheRequestWasWithdrawnAndNotTwice() throws SQLException {
        // Given
        var card = card();
        var told = accepted(
                card.path("uuid").asText(), card.at("/suggestions/0/uuid").asText(), Instant.now());

        // When
        var first = tell("gp", told);
        var again = tell("gp", told);

        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(outcomeOf(card)).isEqualTo("withdrawn|");
    }

    @Test
    void shouldLearnWhyACardWasOverridden() throws SQLException {
        // Given
        var card = card();

        // When
        tell("gp", overridden(card.path("uuid").asText(), "specialist-advice", Instant.now()));

        // Then
        assertThat(outcomeOf(card)).isEqualTo("overridden|specialist-advice");
        assertThat(text("select count(*)::text from guidance_event e where row_to_json(e)::text like '%Smith%'"))
                .isEqualTo("0");
    }

    @Test
    void shouldGoByTheLatestWhateverComesFirst() throws SQLException {
        // Given
        var card = card();
        var id = card.path("uuid").asText();
        tell("gp", overridden(id, "other", Instant.now()));

        // When
        tell(
                "gp",
                accepted(
                        id,
                        card.at("/suggestions/0/uuid").asText(),
                        Instant.now().minusSeconds(60)));

        // Then
        assertThat(outcomeOf(card)).isEqualTo("overridden|other");
    }

    @Test
    void shouldPassOverCardsThatItDoesNotKnow() {
        // When
        var answer = tell("gp", overridden(UUID.randomUUID().toString(), "other", Instant.now()));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotLetOthersSpeakForAClient() throws SQLException {
        // Given
        var card = card();

        // When
        var answer = tell("hospital-doctor", overridden(card.path("uuid").asText(), "other", Instant.now()));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(outcomeOf(card)).isEqualTo("|");
    }

    @Test
    void shouldCountCardsByRuleAndWhatCameOfThem() throws SQLException {
        // Given
        run("delete from guidance_event");
        for (int i = 0; i < 6; i++) {
            var card = card();
            var id = card.path("uuid").asText();
            tell("gp", accepted(id, card.at("/suggestions/0/uuid").asText(), Instant.now()));
        }
        for (int i = 0; i < 5; i++) {
            tell("gp", overridden(card().path("uuid").asText(), "other", Instant.now()));
        }
        // Accepted, with a suggestion that neither changes nor withdraws the order.
        for (int i = 0; i < 5; i++) {
            tell("gp", accepted(card().path("uuid").asText(), UUID.randomUUID().toString(), Instant.now()));
        }
        shownRepeats(5, "withdrawn");
        shownRepeats(6, "changed");
        shownRepeats(7, "accepted");

        // When
        var day = LocalDate.now(ZoneId.of("Europe/London"));
        var answer = RegionFixture.as("gp").get("/indicators/orders?from=" + day.minusDays(1) + "&to=" + day);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(told(answer))
                .containsExactlyInAnyOrder(
                        "guidance-rated  16/16",
                        "guidance-by-rule dup-test 18/50",
                        "guidance-by-rule non-ionising-alternative 16/50",
                        "guidance-by-rule lbp-nonspecific/no-imaging 16/50",
                        "guidance-changed  6/16",
                        "guidance-overridden  5/50",
                        "guidance-overridden-by-rule dup-test 0/18",
                        "guidance-overridden-by-rule non-ionising-alternative 0/16",
                        "guidance-overridden-by-rule lbp-nonspecific/no-imaging 5/16",
                        "guidance-override-reasons other 5/5",
                        "guidance-followed-by-rule dup-test 18/18",
                        "guidance-followed-by-rule non-ionising-alternative 0/16",
                        "guidance-followed-by-rule lbp-nonspecific/no-imaging 11/16",
                        "guidance-duplicates-avoided  5/18",
                        "guidance-duplicates-avoided-dose  0/0",
                        "guidance-duplicates-avoided-cost  0/0");
    }

    private static List<String> told(Response answer) {
        return answer.jsonPath()
                .getList("indicators.findAll { it.name.startsWith('guidance-') }.collect { it.name + ' '"
                        + " + (it.group ?: '') + ' ' + it.numerator + '/' + it.denominator }");
    }

    private void shownRepeats(int cards, String outcome) throws SQLException {
        run("insert into guidance_event (id, hook_instance, hook, client_id, organisation, content_version, shown_at,"
                + " kind, rule, outcome) select gen_random_uuid(), gen_random_uuid(), 'order-sign', 'gp', 'Y90001', '0',"
                + " now(), 'safety', 'dup-test', '" + outcome + "' from generate_series(1, " + cards + ")");
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {};'feedback.card' is missing
            {"card":"x","outcome":"accepted","outcomeTimestamp":"2026-01-01T00:00:00Z"};'feedback.card' is the UUID
            {"card":"d5a80646-7ef5-4edf-ade9-72407ca28c76","outcome":"seen","outcomeTimestamp":"2026-01-01T00:00:00Z"};'feedback.outcome' is accepted
            {"card":"d5a80646-7ef5-4edf-ade9-72407ca28c76","outcome":"accepted","outcomeTimestamp":"2026-01-01T00:00:00Z"};acceptedSuggestions
            {"card":"d5a80646-7ef5-4edf-ade9-72407ca28c76","outcome":"overridden","outcomeTimestamp":"today"};outcomeTimestamp
            {"card":"d5a80646-7ef5-4edf-ade9-72407ca28c76","outcome":"overridden","outcomeTimestamp":"1999-12-31T23:59:59Z"};between 2000 and now
            {"card":"d5a80646-7ef5-4edf-ade9-72407ca28c76","outcome":"overridden","outcomeTimestamp":"9999-12-31T23:59:59Z"};between 2000 and now
            {"card":"d5a80646-7ef5-4edf-ade9-72407ca28c76","outcome":"overridden","outcomeTimestamp":"+999999999-12-31T23:59:59Z"};between 2000 and now
            7;feedback.card
            """)
    void shouldNameWhatItCannotTake(String feedback, String words) {
        // When
        var answer = tell("gp", feedback);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains(words);
    }
}
