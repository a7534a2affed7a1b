package org.meridiandx.result.subscriptions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Who may subscribe to what, where to, and who sees it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SubscriptionRefusalsIT {
    private static final String FILTER =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria";
    IdentityStandIn identity;
    PostgresDatabase database;
    private final HookReceiver receiver = HookReceiver.start();

    @BeforeEach
    void clean() {
        identity.reset();
    }

    @AfterEach
    void close() {
        receiver.close();
        new Rows(database).execute("delete from subscription");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/status; \"active\"; 422",
                "/status; \"nonsense\"; 400",
                "/reason; \"\"; 400",
                "/criteria; \"DiagnosticReport?status=final\"; 422",
                "/channel/type; \"email\"; 422",
                "/channel/type; \"websocket\"; 422",
                "/channel/payload; \"application/fhir+xml\"; 422",
                "/channel/header; [\"Host: elsewhere\"]; 400",
                "/channel/header; [\"X-HMAC-SHA256-Signature: mine\"]; 400",
                "/channel/header; [\"no colon\"]; 400",
                "/channel/header; [\"A: b\\r\\nC: d\"]; 400",
                "/channel/_payload; {}; 400",
                "/channel/endpoint; \"http://elsewhere.example/hook\"; 422",
                "/channel/endpoint; \"https://169.254.169.254/latest\"; 422",
                "/channel/endpoint; \"ftp://localhost/hook\"; 422",
                "/channel/endpoint; \"http://me@localhost/hook\"; 422",
                "/channel/endpoint; \"no address\"; 422",
                "/channel; {}; 400",
                "/_criteria; {\"extension\":[{\"id\":\"a\",\"url\":\"" + FILTER + "\"}]}; 400",
                "/unheardOf; true; 400"
            })
    void shouldRefuseByPlace(String place, String value, int status) {
        // Given
        var subscription = Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only");
        var slash = place.lastIndexOf('/');
        var parent = slash == 0 ? subscription : (ObjectNode) subscription.at(place.substring(0, slash));
        parent.set(
                place.substring(slash + 1),
                Results.json("{\"value\":" + value + "}").get("value"));

        // When
        var answer = Subscribers.post("gp", subscription);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.asString()).contains("OperationOutcome");
        assertThat(receiver.all()).isEmpty();
    }

    @Test
    void shouldRefuseAHeaderThatIsOnlyAnExtension() {
        // Given
        var subscription = Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only");
        var channel = subscription.withObject("/channel");
        channel.putArray("header").addNull();
        channel.putArray("_header")
                .addObject()
                .putArray("extension")
                .addObject()
                .put("url", "urn:x")
                .put("valueCode", "y");

        // When
        var answer = Subscribers.post("gp", subscription);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?name=x",
                "DiagnosticReport?value=5",
                "DiagnosticReport?patient",
                "DiagnosticReport?patient=",
                "DiagnosticReport?category=LAB&category=RAD",
                "DiagnosticReport?code=%zz",
                "DiagnosticReport?code=a b",
                "DiagnosticReport?code=a%00b",
                "DiagnosticReport?patient=Patient/%7F"
            })
    void shouldRefuseFiltersThatItDoesNotUnderstand(String filter) {
        // When
        var answer = Subscribers.post(
                "gp",
                Subscribers.filtered(Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "empty"), filter));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    }

    @Test
    void shouldRefuseWhoIsNoSystemOrMayNotReadReports() {
        // Given
        var narrow = Tokens.of(Persona.GP).scope("system/Subscription.cruds").sign();
        var person = Tokens.of(Persona.GP).scope("user/*.cruds").sign();
        var patient = Tokens.persona("patient");
        var none = Tokens.of(Persona.GP).scope("system/DiagnosticReport.rs").sign();

        // When
        var answers = List.of(narrow, person, patient, none).stream()
                .map(token -> given().header("Authorization", "Bearer " + token)
                        .contentType("application/fhir+json")
                        .body(Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "empty")
                                .toString()
                                .getBytes(StandardCharsets.UTF_8))
                        .post("/fhir/R4/Subscription")
                        .statusCode())
                .toList();

        // Then
        assertThat(answers).containsOnly(403);
    }

    @Test
    void shouldTellNoPersonByTheRightsOfTheSystem() {
        // Given
        var id = Subscribers.active("gp", Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only"));
        var person = Tokens.of(Persona.GP).scope("user/*.cruds").sign();
        var address = "/fhir/R4/Subscription/" + id;

        // When
        var events = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + person)
                .get(address + "/$events");
        var replayed = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + person)
                .post(address + "/$replay");

        // Then
        assertThat(events.statusCode()).as(events.asString()).isEqualTo(403);
        assertThat(replayed.statusCode()).as(replayed.asString()).isEqualTo(403);
        assertThat(Region.get("gp", "Subscription/" + id + "/$events").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseToFollowAPatientWhoIsNotTheirs() {
        // Given
        identity.access().refuse("Y90001", "patient-elsewhere");
        var following = Subscribers.filtered(
                Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "empty"),
                "DiagnosticReport?patient=Patient/patient-elsewhere");

        // When
        var answer = Subscribers.post("gp", following);

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldShowAStrangerNothing() {
        // Given
        var subscription = Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only");
        var id = Subscribers.active("gp", subscription);
        var paths = List.of("", "/$status", "/$events");

        // When
        var read = paths.stream()
                .map(path -> Region.get("stranger", "Subscription/" + id + path).statusCode())
                .toList();
        var changed = Subscribers.put("stranger", id, 1, subscription).statusCode();
        var deleted = Subscribers.delete("stranger", id).statusCode();

        // Then
        assertThat(read).containsOnly(404);
        assertThat(changed).isEqualTo(404);
        assertThat(deleted).isEqualTo(404);
        assertThat(Region.found("stranger", "Subscription").getInt("total")).isZero();
        assertThat(Region.found("gp", "Subscription?status=active").getString("entry[0].resource.id"))
                .isEqualTo(id);
    }

    @Test
    void shouldRefuseMoreThanAClientMayHave() {
        // Given
        var subscription = Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "empty")
                .put("status", "off");
        for (var i = 0; i < 50; i++) {
            Subscribers.post("gp", subscription);
        }

        // When
        var beyond = Subscribers.post("gp", subscription);
        var others = Subscribers.post("lab", subscription);

        // Then
        assertThat(beyond.statusCode()).as(beyond.asString()).isEqualTo(422);
        assertThat(others.statusCode()).isEqualTo(201);
        assertThat(Region.found("gp", "Subscription").getInt("total")).isEqualTo(50);
        assertThat(receiver.all()).isEmpty();
    }

    @Test
    void shouldSwitchOffOnAgainAndDelete() {
        // Given
        var subscription = Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only");
        var id = Subscribers.active("gp", subscription);

        // When
        var off = Subscribers.put("gp", id, 1, subscription.deepCopy().put("status", "off"));
        var stale = Subscribers.put("gp", id, 1, subscription);
        var on = Subscribers.put("gp", id, 2, subscription);

        // Then
        assertThat(off.jsonPath().getString("status")).isEqualTo("off");
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(on.jsonPath().getString("status")).isEqualTo("requested");
        assertThat(receiver.await("handshake", 2)).hasSize(2);
        assertThat(Subscribers.put("gp", id, 3, Subscribers.to(Subscribers.AMENDED, receiver.endpoint(), "empty"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(Subscribers.delete("gp", id).statusCode()).isEqualTo(204);
        assertThat(Region.get("gp", "Subscription/" + id).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?eventsSinceNumber=x", "?content=all", "?unknown=1", "?content=empty&content=id-only"})
    void shouldRefuseQuestionsThatItDoesNotUnderstand(String query) {
        // Given
        var id = Subscribers.active("gp", Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only"));

        // When
        var answer = Region.get("gp", "Subscription/" + id + "/$events" + query);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    }
}
