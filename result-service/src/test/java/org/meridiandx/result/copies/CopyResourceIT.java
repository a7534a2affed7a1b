package org.meridiandx.result.copies;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Copies as people see and settle them.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CopyResourceIT {
    private static final String PATH = "/results/copies";
    IdentityStandIn identity;
    PostgresDatabase database;
    private Rows rows;

    @BeforeEach
    void register() {
        identity.reset();
        rows = new Rows(database);
        forget();
        // Leased for as long as the test takes: nothing is sent.
        rows.execute(
                "insert into copy_endpoint (ods, client_id, host, due_at) values ('Y90001', 'c', 'h', 'infinity')");
    }

    @AfterEach
    void forget() {
        rows.execute("delete from report_copy");
        rows.execute("delete from copy_endpoint");
    }

    private String copy(String state) {
        return rows.text("""
                insert into report_copy (recipient, report_id, report_version, patient_id, performer, fingerprint, ground,
                    state, cause)
                values ('Y90001', ?, 1, 'patient-1', 'RX902', 'f', 'copy-to', ?, 'AE 101') returning seq""", UUID.randomUUID().toString(), state);
    }

    private static RequestSpecification as(String persona) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .contentType("application/json");
    }

    private static Response list(String persona, String query) {
        return as(persona).get(PATH + query);
    }

    @Test
    void shouldListWhatPeopleMayHaveToLookAt() {
        // Given
        var dead = copy("dead");
        var withheld = copy("withheld");
        var sent = copy("sent");

        // When
        var open = list("gp", "");
        var byPerformer = list("lab", "?after=" + dead);
        var done = list("gp", "?state=sent");

        // Then
        assertThat(open.statusCode()).as(open.asString()).isEqualTo(200);
        assertThat(open.jsonPath().getList("id", String.class)).containsExactly(dead, withheld);
        assertThat(open.asString()).doesNotContain("patient-1");
        assertThat(byPerformer.jsonPath().getList("id", String.class)).containsExactly(withheld);
        assertThat(done.jsonPath().getList("id", String.class)).containsExactly(sent);
    }

    @Test
    void shouldTellAStrangerNothing() {
        // Given
        var dead = copy("dead");

        // When
        var found = list("stranger", "");
        var replay = as("stranger").post(PATH + "/" + dead + "/$replay");

        // Then
        assertThat(found.asString()).isEqualTo("[]");
        assertThat(replay.statusCode()).isIn(403, 404);
        assertThat(rows.text("select state from report_copy where seq = ?", Long.valueOf(dead)))
                .isEqualTo("dead");
        assertThat(given().get(PATH).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldLetARefusedCopyWaitAgainOnce() {
        // Given
        var dead = copy("dead");

        // When
        var first = as("lab").post(PATH + "/" + dead + "/$replay");
        var second = as("lab").post(PATH + "/" + dead + "/$replay");

        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(rows.text("select state from report_copy where seq = ?", Long.valueOf(dead)))
                .isEqualTo("waiting");
    }

    @Test
    void shouldLetAFileThatNobodyAcknowledgesBeSettled() {
        // Given
        var handed = copy("waiting");
        var waiting = copy("waiting");
        rows.execute("update report_copy set handed_at = now() where seq = ?", Long.valueOf(handed));

        // When
        var replay = as("lab").post(PATH + "/" + handed + "/$replay");
        var refused = as("lab").post(PATH + "/" + waiting + "/$replay");

        // Then
        assertThat(replay.statusCode()).as(replay.asString()).isEqualTo(202);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(rows.text("select handed_at from report_copy where seq = ?", Long.valueOf(handed)))
                .isEmpty();
    }

    @Test
    void shouldKeepWhoDiscardedACopyAndWhy() {
        // Given
        var dead = copy("dead");

        // When
        var answer = as("lab").body("{\"reason\":\"told by telephone\"}").post(PATH + "/" + dead + "/$discard");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        var shown = list("lab", "?state=discarded").jsonPath();
        assertThat(shown.getString("[0].reason")).isEqualTo("told by telephone");
        assertThat(shown.getString("[0].discardedBy")).contains("RX902");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            $discard;{};422
            $discard;{"reason":""};422
            $discard;[];400
            $discard;{"reason":"\\u0000"};422
            """)
    void shouldSayWhatIsWrongWithABody(String operation, String body, int status) {
        // Given
        var dead = copy("dead");

        // When
        var answer = as("lab").body(body).post(PATH + "/" + dead + "/" + operation);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"?state=lost,400", "?after=x,400", "/0/$replay,404", "/x/$replay,404"})
    void shouldSayWhatIsWrongWithAQuestion(String address, int status) {
        // When
        var answer = address.startsWith("?") ? list("lab", address) : as("lab").post(PATH + address);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    }
}
