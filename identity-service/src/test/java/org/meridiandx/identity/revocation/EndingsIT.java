package org.meridiandx.identity.revocation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.ASSERTION_TYPE;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.assertion;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.audit.ServedEvents;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.region.RegionTestResource;

/// What ends for good, and that it is written down who ended it.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class EndingsIT {
    private static final String SCOPE = "openid user/*.rs offline_access";

    @Test
    void shouldNotTakeAnOldRefreshTokenFromAClientThatIsLetInAnew() {
        // Given
        var old = refreshTokenOf("stopped-app");
        var used = refreshTokenOf("stopped-app");
        var next = refresh("stopped-app", used);
        assertThat(next.statusCode()).as(next.asString()).isEqualTo(200);

        // When
        as("operator").post("/oauth2/register/stopped-app/disable").then().statusCode(200);
        var stopped = Region.eventually(() -> refresh("stopped-app", old), 401);
        as("operator").post("/oauth2/register/stopped-app/approve").then().statusCode(200);

        // Then
        assertThat(stopped.jsonPath().getString("error")).isEqualTo("invalid_client");
        var again = Region.eventually(() -> refresh("stopped-app", old), 400);
        assertThat(again.jsonPath().getString("error")).isEqualTo("invalid_grant");
        var successor = refresh("stopped-app", next.jsonPath().getString("refresh_token"));
        assertThat(successor.jsonPath().getString("error")).isEqualTo("invalid_grant");
        var fresh = refresh("stopped-app", refreshTokenOf("stopped-app"));
        assertThat(fresh.statusCode()).as(fresh.asString()).isEqualTo(200);
    }

    @Test
    void shouldWriteDownThatATokenWasRevoked() {
        // Given
        var ofSystem = UUID.randomUUID().toString();
        var ofPerson = UUID.randomUUID().toString();
        var ofNobody = UUID.randomUUID().toString();

        // When
        revoke(ofSystem, Region.freshToken("gp"));
        given().header("X-Request-ID", ofPerson)
                .formParam("client_id", "smart-app")
                .formParam("token", refreshTokenOf("smart-app"))
                .post("/oauth2/revoke")
                .then()
                .statusCode(200);
        revoke(ofNobody, "made-up");

        // Then
        var system = ServedEvents.newest(Map.of("transaction", ofSystem, "subtype", "revoke"));
        assertThat(system.getString("entry[0].resource.outcome")).isEqualTo("0");
        assertThat(system.getString("entry[0].resource.action")).isEqualTo("D");
        assertThat(system.getString("entry[0].resource.outcomeDesc")).isEqualTo("access-token");
        assertThat(system.getString("entry[0].resource.agent.altId")).contains("gp");
        var person = ServedEvents.newest(Map.of("transaction", ofPerson, "subtype", "revoke"));
        assertThat(person.getString("entry[0].resource.outcomeDesc")).isEqualTo("refresh-token");
        var nobody = as("auditor").queryParam("transaction", ofNobody).get("/fhir/R4/AuditEvent");
        assertThat(ServedEvents.size(nobody.jsonPath())).isZero();
    }

    @Test
    void shouldWriteDownWhoWithdrewWhatFromWhom() {
        // Given
        var since = Instant.now().toString();
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put("client_id", "other-app");
        request.put("redirect_uri", "https://other.example/back");
        browser.launch(request, "staff", "gp");

        // When
        browser.submit(browser.once("/oauth2/apps"), "/oauth2/apps", Map.of("client_id", "other-app"));

        // Then
        var entry = ServedEvents.newest(Map.of("subtype", "withdraw-consent", "date", "ge" + since));
        assertThat(entry.getString("entry[0].resource.outcome")).isEqualTo("0");
        assertThat(entry.getString("entry[0].resource.agent.who.reference")).contains("Practitioner/910000000001");
        assertThat(entry.getString("entry[0].resource.entity.what.reference")).contains("Device/other-app");
    }

    @Test
    void shouldWriteDownThatAPersonSignedOut() {
        // Given
        var since = Instant.now().toString();
        var browser = new Browser();
        browser.signIn(browser.authorize(browser.request("openid user/*.rs")), "staff", "gp");

        // When
        browser.submit(browser.once("/oauth2/logout"), "/oauth2/logout", Map.of());
        browser.submit(browser.once("/oauth2/logout"), "/oauth2/logout", Map.of());

        // Then
        var entries = ServedEvents.all(Map.of("subtype", "sign-out", "date", "ge" + since), 1);
        assertThat(ServedEvents.size(entries)).isOne();
        assertThat(entries.getString("entry[0].resource.outcome")).isEqualTo("0");
        assertThat(entries.getString("entry[0].resource.agent.who.reference")).contains("Practitioner/910000000001");
    }

    @Test
    void shouldEndAllThatAPersonHasWhenAnOperatorSaysSo() {
        // Given
        var browser = new Browser();
        var page = browser.signIn(browser.authorize(browser.request(SCOPE)), "staff", "gp");
        var tokens = browser.redeem(Browser.parameter(browser.allow(page), "code"));
        String access = tokens.path("access_token");
        var since = Instant.now().toString();

        // When
        var byAnybody = as("gp").post("/oauth2/people/demo-staff:910000000001/sign-out");
        var done = as("operator").post("/oauth2/people/demo-staff:910000000001/sign-out");
        var nonsense = as("operator").post("/oauth2/people/everybody/sign-out");

        // Then
        assertThat(byAnybody.statusCode()).isEqualTo(403);
        assertThat(done.statusCode()).isEqualTo(204);
        assertThat(nonsense.statusCode()).isEqualTo(400);
        assertThat(browser.once("/oauth2/apps").statusCode()).isEqualTo(401);
        String refresh = tokens.path("refresh_token");
        assertThat(refresh("smart-app", refresh).jsonPath().getString("error")).isEqualTo("invalid_grant");
        assertThat(Region.eventually(() -> read(access), 401).statusCode()).isEqualTo(401);
        var entry = ServedEvents.newest(Map.of("subtype", "sign-out-person", "outcome", "0", "date", "ge" + since));
        assertThat(entry.getList("entry[0].resource.entity.what.reference", String.class))
                .contains("Person/demo-staff:910000000001");
    }

    private static Response read(String token) {
        return given().header("Authorization", "Bearer " + token).get("/fhir/R4/Organization?name=x");
    }

    @Test
    void shouldOfferSigningOutWhereAPersonSeesTheirApps() {
        // Given
        var browser = new Browser();
        browser.signIn(browser.authorize(browser.request("openid user/*.rs")), "staff", "gp");

        // When
        var page = browser.once("/oauth2/apps");

        // Then
        assertThat(page.asString()).contains("<a href=\"/oauth2/logout\">Sign out</a>");
    }

    private static String refreshTokenOf(String app) {
        var browser = new Browser();
        var request = browser.request(SCOPE);
        request.put("client_id", app);
        var back = Region.eventually(() -> browser.signIn(browser.authorize(request), "staff", "gp"), 200);
        var code = Browser.parameter(browser.allow(back), "code");
        var tokens = browser.redeem(code, Map.of("client_id", app, "redirect_uri", Browser.CALLBACK));
        return tokens.then().statusCode(200).extract().path("refresh_token");
    }

    private static Response refresh(String app, String token) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("grant_type", "refresh_token")
                .formParam("client_id", app)
                .formParam("refresh_token", token)
                .post("/oauth2/token");
    }

    private static void revoke(String request, String token) {
        given().header("X-Request-ID", request)
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion("gp").sign())
                .formParam("token", token)
                .post("/oauth2/revoke")
                .then()
                .statusCode(200);
    }
}
