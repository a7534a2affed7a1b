package org.meridiandx.identity.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class SignInJourneyIT {
    private static final String ALL = "openid fhirUser launch/patient patient/*.rs offline_access";
    private String patientId = "";

    @BeforeEach
    void makeSamplePatient() {
        patientId = Browser.samplePatient();
    }

    @Test
    void shouldGiveAPatientTheirOwnRecordAndNoOther() throws Exception {
        // Given
        var browser = new Browser();
        var other = Region.createPatient(Region.freshNhsNumber(), "OTHER");

        // When
        var answer = browser.launch(browser.request(ALL), "patient", "patient");
        var tokens = browser.redeem(Browser.parameter(answer, "code"));

        // Then
        assertThat(answer.header("Location")).startsWith(Browser.CALLBACK + "?");
        assertThat(Browser.parameter(answer, "state")).isEqualTo("state-1");
        assertThat(Browser.parameter(answer, "iss")).isEqualTo(Tokens.ISSUER);
        assertThat(tokens.statusCode()).isEqualTo(200);
        assertThat(tokens.jsonPath().getString("patient")).isEqualTo(patientId);
        assertThat(tokens.jsonPath().getBoolean("need_patient_banner")).isTrue();
        var id = claims(tokens.jsonPath().getString("id_token"), "smart-app");
        assertThat(id.getClaimValueAsString("nonce")).isEqualTo("nonce-1");
        assertThat(id.getClaimValueAsString("fhirUser")).isEqualTo(Browser.FHIR + "/Patient/" + patientId);
        var token = tokens.jsonPath().getString("access_token");
        assertThat(read(token, patientId)).isEqualTo(200);
        assertThat(read(token, other)).isEqualTo(403);
    }

    @Test
    void shouldLetStaffChooseAPatientAndHoldTheAppToThem() throws Exception {
        // Given
        var browser = new Browser();
        var other = Region.createPatient(Region.freshNhsNumber(), "OTHER");
        var page = browser.signIn(browser.authorize(browser.request(ALL)), "staff", "hospital-doctor");
        var picker = browser.submit(page, "/oauth2/authorize/role", Map.of("role", "0002000"));

        // When
        var nobody = browser.submit(picker, "/oauth2/authorize/patient", Map.of("nhs_number", "999 000 9996"));
        var consent = browser.submit(nobody, "/oauth2/authorize/patient", Map.of("nhs_number", "999 000 1006"));
        var tokens = browser.redeem(Browser.parameter(browser.allow(consent), "code"));

        // Then
        assertThat(page.asString()).contains("Choose your role", "St Aldhelm&#39;s Hospital");
        assertThat(nobody.statusCode()).isEqualTo(422);
        assertThat(consent.asString()).contains("The &lt;smart-app&gt;", "See all records of the one patient");
        var token = tokens.jsonPath().getString("access_token");
        var claims = claims(token, Tokens.ISSUER);
        assertThat(claims.getSubject()).isEqualTo("demo-staff:910000000002");
        assertThat(claims.getClaimValueAsString("organisation")).isEqualTo("RX901");
        assertThat(claims.getClaimValueAsString("role")).isEqualTo("clinician");
        assertThat(claims.getClaimValueAsString("role_profile")).isEqualTo("0002000");
        assertThat(claims.getClaimValueAsString("patient")).isEqualTo(patientId);
        assertThat(read(token, patientId)).isEqualTo(200);
        assertThat(read(token, other)).isEqualTo(403);
    }

    @Test
    void shouldPassOnWhatAnEhrHasOpen() {
        // Given
        var launch = given().header("Authorization", "Bearer " + Region.freshToken("ehr"))
                .contentType("application/json")
                .body("{\"patient\":\"" + patientId + "\",\"encounter\":\"e-1\",\"intent\":\"order-review\","
                        + "\"need_patient_banner\":false}")
                .post("/oauth2/launch");
        var browser = new Browser();
        var request = browser.request("openid launch patient/*.rs");
        request.put("launch", launch.jsonPath().getString("launch"));

        // When
        var tokens = browser.redeem(Browser.parameter(browser.launch(request, "staff", "radiologist"), "code"));
        var again = new Browser();
        var replay = again.signIn(again.authorize(request), "staff", "radiologist");

        // Then
        assertThat(tokens.jsonPath().getString("patient")).isEqualTo(patientId);
        assertThat(tokens.jsonPath().getString("encounter")).isEqualTo("e-1");
        assertThat(tokens.jsonPath().getString("intent")).isEqualTo("order-review");
        assertThat(tokens.jsonPath().getBoolean("need_patient_banner")).isFalse();
        assertThat(Browser.parameter(replay, "error")).isEqualTo("invalid_request");
    }

    @Test
    void shouldTakeAPushedRequestOnce() {
        // Given
        var browser = new Browser();
        var pushed = given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(browser.request("openid user/*.rs"))
                .post("/oauth2/par");
        var request = Map.of(
                "client_id", "smart-app", "request_uri", pushed.jsonPath().getString("request_uri"));

        // When
        var answer = browser.launch(request, "staff", "gp");
        var again = browser.authorize(request);

        // Then
        assertThat(pushed.statusCode()).isEqualTo(201);
        assertThat(pushed.jsonPath().getInt("expires_in")).isEqualTo(60);
        assertThat(browser.redeem(Browser.parameter(answer, "code")).statusCode())
                .isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldRememberConsentUntilItIsWithdrawn() {
        // Given
        var browser = new Browser();
        var request = ofWebApp(browser.request("openid user/*.rs"));
        var first = browser.launch(request, "staff", "radiologist");

        // When
        var second = browser.authorize(request);
        var more = browser.authorize(ofWebApp(browser.request("openid user/*.rs fhirUser")));
        var apps = browser.once("/oauth2/apps");
        browser.submit(apps, "/oauth2/apps", Map.of("client_id", "other-app"));
        var third = browser.authorize(request);

        // Then
        assertThat(Browser.parameter(first, "code")).isNotEmpty();
        assertThat(Browser.parameter(second, "code")).isNotEmpty();
        assertThat(more.asString()).contains("Do you allow this?");
        assertThat(apps.asString()).contains("The &lt;other-app&gt;");
        assertThat(more.asString()).contains("It may do so for 5 minutes.");
        assertThat(third.asString()).contains("Do you allow this?");
        var code = browser.redeem(
                Browser.parameter(second, "code"),
                Map.of("client_id", "other-app", "redirect_uri", "https://other.example/back"));
        assertThat(code.jsonPath().getString("error")).isEqualTo("invalid_grant");
    }

    @Test
    void shouldShowPeopleWhereTheyAreSignedInAndEndIt() {
        // Given
        var here = new Browser();
        var there = new Browser();
        here.launch(here.request("openid user/*.rs"), "staff", "radiologist");
        there.launch(there.request("openid user/*.rs"), "staff", "radiologist");
        var somebodyElse = new Browser();
        somebodyElse.launch(somebodyElse.request("openid user/*.rs"), "staff", "gp");
        var elsewhere = new Browser();
        elsewhere.launch(elsewhere.request("openid user/*.rs"), "staff", "gp");

        // When
        var page = here.once("/oauth2/sessions");
        var hash = page.asString().replaceAll("(?s).*?Another browser.*?name=\"session\" value=\"([^\"]*)\".*", "$1");
        var foreign =
                somebodyElse.submit(somebodyElse.once("/oauth2/sessions"), "/oauth2/sessions", Map.of("session", hash));
        var stillThere = there.once("/oauth2/apps");
        here.submit(page, "/oauth2/sessions", Map.of("session", hash));

        // Then
        assertThat(page.asString()).contains("This browser", "Another browser");
        assertThat(page.asString().replaceAll("(?s).*This browser(.*?)(<h2>.*|$)", "$1"))
                .contains("last used")
                .doesNotContain("<form");
        assertThat(foreign.statusCode()).isEqualTo(200);
        assertThat(foreign.asString()).doesNotContain(hash);
        assertThat(stillThere.statusCode()).isEqualTo(200);
        assertThat(there.once("/oauth2/apps").statusCode()).isEqualTo(401);
        assertThat(here.once("/oauth2/apps").statusCode()).isEqualTo(200);
    }

    private static Map<String, String> ofWebApp(Map<String, String> request) {
        request.put("client_id", "other-app");
        request.put("redirect_uri", "https://other.example/back");
        return request;
    }

    /// `smart-app` has no keys and is answered at a local port, which any app on the device can take.
    @Test
    void shouldAskEachTimeForAnAppThatAnyOtherCouldSayItIs() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        browser.launch(request, "staff", "radiologist");

        // When
        var again = browser.authorize(request);
        request.put("prompt", "none");
        var silent = browser.authorize(request);

        // Then
        assertThat(again.asString()).contains("Do you allow this?", "You are asked each time");
        assertThat(Browser.parameter(silent, "error")).isEqualTo("consent_required");
    }

    @Test
    void shouldTellTheAppWhenThePersonDoesNotAllow() {
        // Given
        var browser = new Browser();
        var page = browser.signIn(browser.authorize(browser.request("openid user/*.rs")), "staff", "stranger");

        // When
        var answer = browser.submit(page, "/oauth2/authorize/consent", Map.of("decision", "deny"));

        // Then
        assertThat(Browser.parameter(answer, "error")).isEqualTo("access_denied");
        assertThat(Browser.parameter(answer, "state")).isEqualTo("state-1");
    }

    @Test
    void shouldAnswerASilentRequestWithoutAPage() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put("prompt", "none");

        // When
        var answer = browser.authorize(request);

        // Then
        assertThat(Browser.parameter(answer, "error")).isEqualTo("login_required");
    }

    @Test
    void shouldSignOut() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs online_access");
        var tokens = browser.redeem(Browser.parameter(browser.launch(request, "staff", "gp"), "code"));
        var idToken = tokens.jsonPath().getString("id_token");

        // When
        var answer = browser.once("/oauth2/logout?"
                + Browser.encoded(
                        Map.of("id_token_hint", idToken, "post_logout_redirect_uri", "http://localhost:9876/bye")));
        var refreshed = Browser.refresh(tokens.jsonPath().getString("refresh_token"));

        // Then
        assertThat(answer.header("Location")).isEqualTo("http://localhost:9876/bye");
        assertThat(browser.authorize(request).asString()).contains("Sign in");
        assertThat(refreshed.jsonPath().getString("error")).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({
        "staff, one-factor, two factors",
        "staff, no-role, none of your role profiles",
        "patient, other-birth-date, no record here fits",
        "patient, nobody, no record here fits",
        "patient, half-proved, not proved your identity",
        "patient, child, 16 or over",
    })
    void shouldLetNobodyInWhoIsNotKnownWellEnough(String provider, String person, String reason) {
        // Given
        var browser = new Browser();

        // When
        var page = browser.signIn(browser.authorize(browser.request(ALL)), provider, person);

        // Then
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.asString()).contains(reason);
        assertThat(browser.cookies()).doesNotContainKey("__Host-meridian-session");
    }

    private static int read(String token, String id) {
        return given().header("Authorization", "Bearer " + token)
                .get("/fhir/R4/Patient/" + id)
                .statusCode();
    }

    private static JwtClaims claims(String token, String audience) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKey(org.jose4j.jwk.PublicJsonWebKey.Factory.newPublicJwk(
                                SigningKey.ofIssuer().toJwk("RS256"))
                        .getPublicKey())
                .setExpectedIssuer(Tokens.ISSUER)
                .setExpectedAudience(audience)
                .build()
                .processToClaims(token);
    }
}
