package org.meridiandx.identity.registration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.assertion;
import static org.meridiandx.identity.region.Region.requestToken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class RegistrationResourceIT {
    private static final SigningKey FIRST = SigningKey.generate("first");
    private static final SigningKey SECOND = SigningKey.generate("second");
    PostgresDatabase database;

    @Test
    void shouldLetAClientInOnceAnOperatorGrantedItsScopes() {
        // Given
        var id = register();
        var early = requestToken(assertion(id).key(FIRST).sign(), "");

        // When
        var approved = as("operator")
                .body("{\"scope\":\"system/Patient.rs\",\"requests_per_second\":7}")
                .post("/oauth2/register/" + id + "/approve");

        // Then
        assertThat(early.statusCode()).isEqualTo(401);
        assertThat(approved.jsonPath().getString("state")).isEqualTo("active");
        var token = eventually(id, FIRST, 200);
        assertThat(token.jsonPath().getString("scope")).isEqualTo("system/Patient.rs");
        var seen = as("developer").get("/oauth2/register/" + id);
        assertThat(seen.jsonPath().getInt("requests_per_second")).isEqualTo(7);
        assertThat(seen.jsonPath().getString("last_used")).isNotBlank();
        assertThat(seen.asString()).doesNotContain("\"d\"");
    }

    @Test
    void shouldLetAnOperatorRegisterPatientAdministration() {
        // Given
        var wanted = metadata(FIRST, Map.of("role", "patient-administration"));

        // When
        var byDeveloper = as("developer").body(wanted).post("/oauth2/register");
        var byOperator = as("operator").body(wanted).post("/oauth2/register");

        // Then
        assertThat(byDeveloper.statusCode()).isEqualTo(400);
        assertThat(byDeveloper.asString()).contains("role must be one of");
        assertThat(byOperator.statusCode()).as(byOperator.asString()).isEqualTo(201);
        String id = byOperator.path("client_id");
        as("operator").post("/oauth2/register/" + id + "/approve").then().statusCode(200);
        String token = eventually(id, FIRST, 200).path("access_token");
        assertThat(given().header("Authorization", "Bearer " + token)
                        .get("/fhir/R4/Patient/$possible-duplicates")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldTakeNewKeysAndRefuseOldOnes() {
        // Given
        var id = register();
        as("operator").post("/oauth2/register/" + id + "/approve").then().statusCode(200);
        eventually(id, FIRST, 200);

        // When
        var replaced = as("developer").body(metadata(SECOND, Map.of())).put("/oauth2/register/" + id);

        // Then
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(eventually(id, SECOND, 200).jsonPath().getString("scope")).isEqualTo("system/Patient.rs");
        assertThat(requestToken(assertion(id).key(FIRST).sign(), "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldTellThePeopleBehindAClientWhatTheyShouldHearOf() {
        // Given
        var id = register();
        as("operator").post("/oauth2/register/" + id + "/approve").then().statusCode(200);
        eventually(id, FIRST, 200);
        var quiet = as("developer").get("/oauth2/register/" + id + "/notices");

        // When
        requestToken(assertion(id).key(SECOND).sign(), "");
        requestToken(assertion(id).key(SECOND).sign(), "");
        as("developer").body(metadata(SECOND, Map.of())).put("/oauth2/register/" + id);
        as("developer")
                .body(metadata(SECOND, Map.of("client_name", "Other name")))
                .put("/oauth2/register/" + id);
        as("operator").post("/oauth2/register/" + id + "/disable");
        var told = as("developer").get("/oauth2/register/" + id + "/notices");

        // Then
        assertThat(quiet.jsonPath().getList("notices")).isEmpty();
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.jsonPath().<String>getList("notices.kind"))
                .containsExactlyInAnyOrder("assertion-refused", "keys-changed", "switched-off");
        assertThat(told.jsonPath().getInt("notices.find { it.kind == 'keys-changed' }.times"))
                .isEqualTo(1);
        assertThat(told.jsonPath().getString("notices.find { it.kind == 'assertion-refused' }.detail"))
                .isNotEmpty();
        assertThat(as("gp").get("/oauth2/register/" + id + "/notices").statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldRefuseAnAssertionAlsoWhenNobodyCanBeToldOfIt() {
        // Given
        var id = register();
        as("operator").post("/oauth2/register/" + id + "/approve").then().statusCode(200);
        eventually(id, FIRST, 200);
        var rows = new Rows(database);
        rows.execute("alter table client_notice rename to client_notice_away");

        // When
        Response untold;
        try {
            untold = requestToken(assertion(id).key(SECOND).sign(), "");
        } finally {
            rows.execute("alter table client_notice_away rename to client_notice");
        }
        requestToken(assertion(id).key(SECOND).sign(), "");

        // Then
        assertThat(untold.statusCode()).isEqualTo(401);
        assertThat(untold.jsonPath().getString("error")).isEqualTo("invalid_client");
        var told = as("developer").get("/oauth2/register/" + id + "/notices");
        assertThat(told.jsonPath().<String>getList("notices.kind")).contains("assertion-refused");
    }

    @Test
    void shouldStopAClientAndItsTokensEverywhereAtOnce() {
        // Given
        var id = register();
        as("operator").post("/oauth2/register/" + id + "/approve").then().statusCode(200);
        String token = eventually(id, FIRST, 200).path("access_token");
        assertThat(read(token).statusCode()).isNotEqualTo(401);

        // When
        as("operator").post("/oauth2/register/" + id + "/disable").then().statusCode(200);

        // Then
        assertThat(requestToken(assertion(id).key(FIRST).sign(), "").statusCode())
                .isEqualTo(401);
        assertThat(Region.eventually(() -> read(token), 401).statusCode()).isEqualTo(401);
    }

    /// The developer's request has read the client as active when the operator switches it off.
    @Test
    void shouldNotSwitchAClientOnAgainByAChangeThatWasUnderWay() throws Exception {
        // Given
        var id = register();
        as("operator").post("/oauth2/register/" + id + "/approve").then().statusCode(200);
        var token = Region.freshToken("developer");
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from client where client_id = '" + id + "' for update");

            // When
            var late = CompletableFuture.supplyAsync(() -> given().header("Authorization", "Bearer " + token)
                    .body(metadata(SECOND, Map.of()))
                    .put("/oauth2/register/" + id));
            awaitWaiting();
            statement.execute(
                    "update client set state = 'disabled', version = version + 1 where client_id = '" + id + "'");
            connection.commit();

            // Then
            assertThat(late.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(409);
        }
        assertThat(as("operator").get("/oauth2/register/" + id).jsonPath().getString("state"))
                .isEqualTo("disabled");
    }

    private void awaitWaiting() throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            for (var i = 0; i < 200; i++) {
                try (var rows = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query like 'with written as (insert into client %'")) {
                    rows.next();
                    if (rows.getInt(1) > 0) {
                        return;
                    }
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        throw new AssertionError("the change does not wait for the row");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | client_name",
                "{\"nonsense\":1} | nonsense",
                "[] | JSON",
                "{\"client_name\":\"x\",\"client_name\":\"y\"} | JSON",
                "{\"client_name\":\"x\",\"scope\":\"system/Patient.rs\"} | jwks",
                "{\"client_name\":\"x\",\"role\":\"loader\"} | role",
                "{\"client_name\":\"x\",\"role\":\"operator\"} | role",
                "{\"client_name\":\"x\",\"token_endpoint_auth_method\":\"client_secret_basic\"} | private_key_jwt",
                "{\"client_name\":\"x\",\"jwks_uri\":\"https://elsewhere.invalid/keys\"} | jwks_uri",
                "{\"client_name\":\"x\",\"jwks_uri\":\"file:///etc/passwd\"} | jwks_uri",
                "{\"client_name\":\"x\",\"jwks_uri\":\"http://169.254.169.254/latest\"} | jwks_uri",
                "{\"client_name\":\"x\",\"jwks_uri\":\"http://user@localhost/keys\"} | jwks_uri",
            })
    void shouldRefuseMetadataAndSayWhichMember(String body, String fault) {
        // Given
        var request = as("developer").body(body);

        // When
        var answer = request.post("/oauth2/register");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("invalid_client_metadata");
        assertThat(answer.jsonPath().getString("error_description")).contains(fault);
    }

    @Test
    void shouldBeForDevelopersAndOperatorsOnly() {
        // Given
        var id = register();

        // When
        var unknown = given().get("/oauth2/register");
        var clinician = as("gp").get("/oauth2/register/" + id);
        var approving = as("developer").post("/oauth2/register/" + id + "/approve");
        var disabling = as("developer").post("/oauth2/register/gp/disable");

        // Then
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(List.of(clinician.statusCode(), approving.statusCode(), disabling.statusCode()))
                .containsOnly(403);
    }

    @Test
    void shouldNotLetADeveloperPutKeysOnAClientOfTheOperator() {
        // Given
        var body = metadata(FIRST, Map.of());

        // When
        var answer = as("developer").body(body).put("/oauth2/register/operator");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(requestToken(assertion("operator").sign(), "").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotShowTheClientsOfOtherOrganisations() {
        // Given the laboratory's client

        // When
        var answer = as("developer").get("/oauth2/register/lab");
        var list = as("developer").get("/oauth2/register");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(list.jsonPath().getList("clients.organisation")).containsOnly("Y90001");
    }

    private static String register() {
        return as("developer")
                .body(metadata(FIRST, Map.of()))
                .post("/oauth2/register")
                .then()
                .statusCode(201)
                .extract()
                .path("client_id");
    }

    private static String metadata(SigningKey key, Map<String, Object> more) {
        var content = new HashMap<String, Object>(Map.of(
                "client_name",
                "Ward board",
                "scope",
                "system/Patient.rs",
                "contacts",
                List.of("team@example.org"),
                "jwks",
                Map.of("keys", List.of(new LinkedHashMap<>(key.toJwk("RS256"))))));
        content.putAll(more);
        try {
            return new ObjectMapper().writeValueAsString(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// What was remembered counts for some seconds.
    private static Response eventually(String id, SigningKey key, int status) {
        var answer = Region.eventually(() -> requestToken(assertion(id).key(key).sign(), ""), status);
        assertThat(answer.statusCode()).isEqualTo(status);
        return answer;
    }

    private static Response read(String token) {
        return given().header("Authorization", "Bearer " + token).get("/fhir/R4/Organization?name=x");
    }
}
