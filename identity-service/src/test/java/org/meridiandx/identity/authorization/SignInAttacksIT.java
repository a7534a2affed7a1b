package org.meridiandx.identity.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class SignInAttacksIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:9876/callback/",
                "http://localhost:9876/callback#x",
                "http://localhost:9876/x/../callback",
                "http://evil.localhost:9876/callback",
                "http://localhost:9876@evil.example/callback",
                "https://other.example/back",
                "javascript:alert(1)"
            })
    void shouldShowAPageInsteadOfRedirectingElsewhere(String redirect) {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put("redirect_uri", redirect);

        // When
        var page = browser.authorize(request);

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.header("Location")).isNull();
        assertThat(page.asString()).contains("role=\"alert\"", "redirect_uri", "start again");
    }

    @ParameterizedTest
    @CsvSource({"code_challenge_method, plain", "code_challenge, ''", "state, ''", "aud, https://elsewhere.example"})
    void shouldTellTheAppOfABadRequestWithoutSigningAnybodyIn(String name, String value) {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put(name, value);

        // When
        var answer = browser.authorize(request);

        // Then
        assertThat(answer.header("Location")).startsWith(Browser.CALLBACK + "?");
        assertThat(Browser.parameter(answer, "error")).isEqualTo("invalid_request");
        assertThat(Browser.parameter(answer, "iss")).isEqualTo(Tokens.ISSUER);
    }

    @Test
    void shouldRefuseAnAnswerThatWasNotBegunInThisBrowser() {
        // Given
        var victim = new Browser();
        var attacker = new Browser();
        victim.authorize(victim.request("openid user/*.rs"));
        var page = attacker.authorize(attacker.request("openid user/*.rs"));
        var to = attacker.follow(attacker.once(link(page.asString(), "/oauth2/sign-in/to/demo-staff")));
        var callback = attacker.once("/oauth2/demo-sign-in/staff/" + link(to.asString(), "person=gp"))
                .header("Location");

        // When
        var forced = victim.once(callback);
        var mixedUp = attacker.once(callback.replace("%2Fstaff", "%2Fpatient"));

        // Then
        assertThat(forced.statusCode()).isEqualTo(400);
        assertThat(forced.asString()).contains("not begun in this browser");
        assertThat(mixedUp.statusCode()).isEqualTo(403);
        assertThat(mixedUp.asString()).contains("another sign-in service");
        assertThat(attacker.once(callback).statusCode()).isEqualTo(400);
        assertThat(victim.once("/oauth2/sign-in/callback?code=x").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldRefuseBytesThatNoDatabaseTakes() {
        // Given
        var browser = new Browser();
        browser.launch(browser.request("openid user/*.rs"), "staff", "gp");

        // When
        var sent = browser.once("/oauth2/sign-in/to/demo-staff?interaction=%00");
        var apps = browser.submit(browser.once("/oauth2/apps"), "/oauth2/apps", Map.of("client_id", "\0"));

        // Then
        assertThat(sent.statusCode()).isEqualTo(400);
        assertThat(apps.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldGiveAFreshSessionAtSignIn() {
        // Given
        var browser = new Browser();
        var planted = Secret.fresh();
        browser.cookies().put("__Host-meridian-session", planted);

        // When
        browser.signIn(browser.authorize(browser.request("openid user/*.rs")), "staff", "gp");

        // Then
        assertThat(browser.cookies().get("__Host-meridian-session")).isNotEqualTo(planted);
    }

    @ParameterizedTest
    @CsvSource({"prompt, login", "prompt, select_account", "max_age, 0"})
    void shouldHaveTheProviderAskAPersonWhoMustSignInAgain(String name, String value) {
        // Given
        var browser = new Browser();
        browser.signIn(browser.authorize(browser.request("openid user/*.rs")), "staff", "gp");
        var request = browser.request("openid user/*.rs");
        request.put(name, value);

        // When
        var page = browser.authorize(request);
        var sent = browser.once(link(page.asString(), "/oauth2/sign-in/to/demo-staff"));
        var back = browser.signIn(page, "staff", "gp");

        // Then
        assertThat(Browser.parameter(sent, "prompt")).isEqualTo("login");
        assertThat(back.asString()).contains("Do you allow this?");
    }

    @Test
    void shouldGuardPagesAndCookies() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put("prompt", "consent");

        // When
        var begun = browser.once("/oauth2/authorize?" + Browser.encoded(request));
        var page = browser.signIn(browser.follow(begun), "staff", "gp");

        // Then
        assertThat(begun.header("Set-Cookie"))
                .startsWith("__Host-meridian-browser=")
                .contains("; Path=/")
                .contains("; HttpOnly")
                .contains("; SameSite=Lax")
                .contains("; Secure");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .contains("form-action 'self' http://localhost:9876;")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.asString()).doesNotContain("<script").contains("Demonstration only: no real sign-in");
    }

    @Test
    void shouldTakeADecisionOnlyFromTheFormThatItGave() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put("prompt", "consent");
        var page = browser.signIn(browser.authorize(request), "staff", "gp");
        var stranger = new Browser();
        stranger.authorize(stranger.request("openid user/*.rs"));

        // When
        var forged = browser.submit(page, "/oauth2/authorize/consent", Map.of("decision", "allow", "token", "x"));
        var stolen = stranger.submit(page, "/oauth2/authorize/consent", Map.of("decision", "allow"));

        // Then
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(stolen.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "post_logout_redirect_uri, https://evil.example/",
        "post_logout_redirect_uri, http://localhost:9876/bye/",
        "post_logout_redirect_uri, //evil.example",
        "id_token_hint, eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
        "id_token_hint, nonsense",
    })
    void shouldNotRedirectAnywhereAfterSigningOut(String name, String value) {
        // Given
        var browser = new Browser();
        var request = new java.util.HashMap<>(Map.of("client_id", "smart-app"));
        request.put(name, value);

        // When
        var answer = browser.once("/oauth2/logout?" + Browser.encoded(request));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.header("Location")).isNull();
    }

    @Test
    void shouldAskBeforeSigningSomebodyOut() {
        // Given
        var browser = new Browser();
        browser.signIn(browser.authorize(browser.request("openid user/*.rs")), "staff", "gp");

        // When
        var asked = browser.once("/oauth2/logout");
        var stillIn = browser.cookies().containsKey("__Host-meridian-session");
        var forged = browser.submit(asked, "/oauth2/logout", Map.of("token", "x"));
        var done = browser.submit(asked, "/oauth2/logout", Map.of());

        // Then
        assertThat(stillIn).isTrue();
        assertThat(forged.asString()).contains("Do you want to sign out?");
        assertThat(done.asString()).contains("You are signed out");
        assertThat(browser.cookies()).doesNotContainKey("__Host-meridian-session");
    }

    @Test
    void shouldGiveSystemsNoneOfThePeoplesScopes() {
        // Given
        var assertion = Region.assertion("clinic-web").sign();

        // When
        var answer = Region.requestToken(assertion, "user/*.rs");

        // Then
        assertThat(answer.jsonPath().getString("error")).isEqualTo("unauthorized_client");
    }

    @Test
    void shouldRequireTheKeyOfAnAppThatHasOne() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put("client_id", "clinic-web");
        var code = Browser.parameter(browser.launch(request, "staff", "gp"), "code");

        // When
        var without = redeem(code, browser, Map.of("client_id", "clinic-web"));
        var with = redeem(
                code,
                browser,
                Map.of(
                        "client_assertion_type",
                        Region.ASSERTION_TYPE,
                        "client_assertion",
                        Region.assertion("clinic-web").sign()));

        // Then
        assertThat(without.jsonPath().getString("error")).isEqualTo("invalid_client");
        assertThat(with.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldTakeNoIdTokenForAnAccessToken() {
        // Given
        var browser = new Browser();
        var code = Browser.parameter(browser.launch(browser.request("openid user/*.rs"), "staff", "gp"), "code");

        // When
        var status = Region.searchAs(browser.redeem(code).jsonPath().getString("id_token"))
                .statusCode();

        // Then
        assertThat(status).isEqualTo(401);
    }

    private static io.restassured.response.Response redeem(String code, Browser browser, Map<String, String> client) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("grant_type", "authorization_code")
                .formParam("code", code)
                .formParam("redirect_uri", Browser.CALLBACK)
                .formParam("code_verifier", browser.verifier())
                .formParams(client)
                .post("/oauth2/token");
    }

    private static String link(String html, String part) {
        var links = java.util.regex.Pattern.compile("href=\"([^\"]*)\"").matcher(html);
        while (links.find()) {
            if (links.group(1).contains(part)) {
                return links.group(1).replace("&amp;", "&");
            }
        }
        throw new AssertionError("no link " + part);
    }
}
