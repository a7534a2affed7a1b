package org.meridiandx.identity.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.region.RegionTestResource;

/// Codes and refresh tokens in the wrong hands, twice, or for another app.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class CodeAttacksIT {
    private static final String SCOPE = "openid user/*.rs offline_access";

    @Test
    void shouldRevokeEverythingWhenACodeIsReplayed() {
        // Given
        var browser = new Browser();
        var code = Browser.parameter(browser.launch(browser.request(SCOPE), "staff", "gp"), "code");
        var tokens = browser.redeem(code);
        var token = tokens.jsonPath().getString("access_token");
        assertThat(Region.searchAs(token).statusCode()).isEqualTo(200);

        // When
        var replay = browser.redeem(code);

        // Then
        assertThat(replay.statusCode()).isEqualTo(400);
        assertThat(replay.jsonPath().getString("error")).isEqualTo("invalid_grant");
        assertThat(Browser.refresh(tokens.jsonPath().getString("refresh_token")).statusCode())
                .isEqualTo(400);
        assertThat(Region.eventually(() -> Region.searchAs(token), 401).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldRefreshNamelessOnlyWhatAnAppWithoutKeysGot() {
        // Given
        var browser = new Browser();
        var code = Browser.parameter(browser.launch(browser.request(SCOPE), "staff", "gp"), "code");
        var ofPublic = browser.redeem(code).jsonPath().getString("refresh_token");
        var another = new Browser();
        var request = another.request("openid user/*.rs offline_access");
        request.put("client_id", "clinic-web");
        var ofConfidential = given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("grant_type", "authorization_code")
                .formParam("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .formParam("client_assertion", Region.assertion("clinic-web").sign())
                .formParam("code", Browser.parameter(another.launch(request, "staff", "gp"), "code"))
                .formParam("redirect_uri", Browser.CALLBACK)
                .formParam("code_verifier", another.verifier())
                .post("/oauth2/token")
                .jsonPath()
                .getString("refresh_token");

        // When
        var renewed = Browser.refreshNameless(ofPublic);
        var stolen = Browser.refreshNameless(ofConfidential);
        var reuse = Browser.refreshNameless(ofPublic);
        var made = Browser.refreshNameless("made-up");

        // Then
        assertThat(renewed.statusCode()).as(renewed.asString()).isEqualTo(200);
        assertThat(stolen.statusCode()).isEqualTo(401);
        assertThat(stolen.jsonPath().getString("error")).isEqualTo("invalid_client");
        assertThat(reuse.jsonPath().getString("error")).isEqualTo("invalid_grant");
        assertThat(made.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldRevokeTheFamilyWhenARefreshTokenIsUsedTwice() {
        // Given
        var browser = new Browser();
        var code = Browser.parameter(browser.launch(browser.request(SCOPE), "staff", "gp"), "code");
        var first = browser.redeem(code).jsonPath().getString("refresh_token");
        var second = Browser.refresh(first);

        // When
        var reuse = Browser.refresh(first);

        // Then
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.jsonPath().getString("refresh_token")).isNotEqualTo(first);
        assertThat(reuse.jsonPath().getString("error")).isEqualTo("invalid_grant");
        assertThat(Browser.refresh(second.jsonPath().getString("refresh_token")).statusCode())
                .isEqualTo(400);
        var token = second.jsonPath().getString("access_token");
        assertThat(Region.eventually(() -> Region.searchAs(token), 401).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, invalid_grant",
        "code_verifier, short, invalid_grant",
        "code_verifier, '', invalid_request",
        "redirect_uri, http://localhost:9876/callback?a=b, invalid_grant",
        "redirect_uri, '', invalid_request",
        "client_id, other-app, invalid_grant",
        "client_id, nobody, invalid_client",
        "client_id, gp, invalid_client",
    })
    void shouldBindACodeToAppRedirectAndVerifier(String name, String value, String error) {
        // Given
        var browser = new Browser();
        var code = Browser.parameter(browser.launch(browser.request("openid user/*.rs"), "staff", "gp"), "code");
        var form = new HashMap<>(browser.redemption(code));
        form.put(name, value);

        // When
        var answer = given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(form)
                .post("/oauth2/token");

        // Then
        assertThat(answer.statusCode()).isBetween(400, 401);
        assertThat(answer.jsonPath().getString("error")).isEqualTo(error);
    }
}
