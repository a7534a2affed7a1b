package org.meridiandx.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

/// Kafka is away in all of these: the trace has to go to the outbox.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,identity"),
        restrictToAnnotatedClass = true)
@QuarkusTestResource(value = NoKafkaResource.class, restrictToAnnotatedClass = true)
class AccessIT {
    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void reset() {
        identity.reset();
    }

    static Stream<Arguments> badTokens() {
        var gp = (Supplier<Tokens>) () -> Tokens.of(Persona.GP);
        return Stream.of(
                Arguments.of(
                        "expired", gp.get().expiresIn(Duration.ofMinutes(-5)).sign(), "exp:"),
                Arguments.of(
                        "foreign issuer",
                        gp.get().claim("iss", "https://elsewhere.invalid").sign(),
                        "iss:"),
                Arguments.of(
                        "other audience",
                        gp.get().claim("aud", "https://elsewhere.invalid").sign(),
                        "aud:"),
                Arguments.of("no organisation", gp.get().without("organisation").sign(), "organisation:"),
                Arguments.of(
                        "unknown key",
                        gp.get().key(SigningKey.generate("other")).sign(),
                        "kid:"),
                Arguments.of(
                        "stolen key id",
                        gp.get().key(SigningKey.generate("test-1")).sign(),
                        "signature"),
                Arguments.of("id token", gp.get().type("JWT").sign(), "typ:"),
                Arguments.of("proof", gp.get().type("dpop+jwt").sign(), "typ:"),
                Arguments.of("no kind", gp.get().type("").sign(), "typ:"),
                Arguments.of("unsigned", gp.get().unsigned(), ""),
                Arguments.of("not a token", "abc", "compact form"),
                Arguments.of("very long", "a".repeat(9_000), "longer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void shouldSayWhichClaimIsWrong(String name, String token, String expected) {
        // Given / When
        var answer = get("/whoami", token);

        // Then
        answer.statusCode(401).body(containsString(expected)).body(not(containsString(token)));
    }

    @Test
    void shouldKnowTheCallerAndLeaveOpenOnlyWhatIsListed() {
        // Given
        var token = Tokens.persona("gp");

        // When
        var known = get("/whoami", token);
        var open = given().get("/open/ping").then();
        var closed = given().get("/openly").then();

        // Then
        known.statusCode(200).body(containsString("gp of Y90001"));
        open.statusCode(200);
        closed.statusCode(401);
    }

    /// REST-assured tidies addresses up before it sends them; an attacker does not.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/../openly",
                "/open/%2e%2e/openly",
                "/open/%2E%2E/openly",
                "/open%2f..%2fopenly",
                "/open/..;/openly",
                "/open;/../openly",
                "/open/ping/../../openly",
                "//openly",
                "/./openly",
                "/openly/",
                "/openly;open=/open/",
                "/%6fpenly",
            })
    void shouldFindNoWayRoundByAnotherSpellingOfThePath(String path) throws Exception {
        // Given
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));

        // When
        var answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isIn(400, 401, 404);
        assertThat(answer.body()).doesNotContain("never seen");
    }

    @Test
    void shouldLookAtAProofOnlyWhereTheTokenIsGood() {
        // Given
        var request = given().header("Authorization", "DPoP abc").header("DPoP", "no proof at all");

        // When
        var answer = request.get("/whoami").then();

        // Then
        answer.statusCode(401).body(containsString("compact form")).body(not(containsString("DPoP proof")));
    }

    @Test
    void shouldFailClosedWhenNobodyCanDecide() {
        // Given
        identity.access().unavailable(true);

        // When
        var answer = get("/record", Tokens.of(Persona.GP).organisation("Y90002").sign());

        // Then
        answer.statusCode(503).body(not(containsString("the record")));
    }

    @Test
    void shouldShowOwnRecordsForAWhileWhenNobodyCanDecideAndLeaveATraceOfThat() throws SQLException {
        // Given
        get("/own-record/p1", Tokens.persona("gp")).statusCode(200);
        identity.access().unavailable(true);
        var before = waiting();

        // When
        var own = get("/own-record/p2", Tokens.persona("gp"));
        var others = get(
                "/own-record/p2", Tokens.of(Persona.GP).organisation("Y90002").sign());

        // Then
        own.statusCode(200).body(containsString("the record"));
        others.statusCode(503);
        assertThat(waiting()).isEqualTo(before + 2);
        assertThat(payloads()).anyMatch(payload -> payload.contains("grace-own-organisation"));
    }

    @Test
    void shouldRefuseWithoutScopeBeforeAnybodyIsAsked() {
        // Given
        identity.access().relate("Y90001", "p1");

        // When
        var answer =
                get("/record", Tokens.of(Persona.GP).scope("system/Patient.rs").sign());

        // Then
        answer.statusCode(403).body(containsString("system/Observation.r"));
        assertThat(identity.access().asked()).isEmpty();
    }

    @Test
    void shouldWriteTheTraceToTheOutboxWhileKafkaIsAway() throws SQLException {
        // Given
        identity.access().relate("Y90001", "p1");
        var before = waiting();

        // When
        var answer = get("/record", Tokens.persona("gp"));

        // Then
        answer.statusCode(200).body(containsString("the record"));
        assertThat(waiting()).isEqualTo(before + 1);
    }

    @Test
    void shouldShowNothingWhenTheTraceCannotBeKept() throws SQLException {
        // Given
        identity.access().relate("Y90001", "p1");
        var token = Tokens.persona("gp");

        // When
        var answer = withoutOutbox(() -> get("/record", token));

        // Then
        answer.statusCode(503).body(not(containsString("the record")));
    }

    private static ValidatableResponse get(String path, String token) {
        return given().header("Authorization", "Bearer " + token).get(path).then();
    }

    private long waiting() throws SQLException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery("select count(*) from outbox")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<String> payloads() throws SQLException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery("select payload from outbox")) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1));
            }
            return found;
        }
    }

    private ValidatableResponse withoutOutbox(Supplier<ValidatableResponse> call) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("alter table outbox rename to outbox_away");
            try {
                return call.get();
            } finally {
                statement.execute("alter table outbox_away rename to outbox");
            }
        }
    }
}
