package org.meridiandx.identity.tokens;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.ASSERTION_TYPE;
import static org.meridiandx.identity.region.Region.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

/// A token is for a purpose that its client is registered for, whatever the grant.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class TokenPurposeIT {
    @ParameterizedTest
    @CsvSource({
        "gp, '', ''",
        "gp, direct-care, ''",
        "research-app, '', ''",
        "research-app, secondary-use, secondary-use",
        "study-app, '', research",
        "study-app, research, research"
    })
    void shouldSayWhyATokenWasGiven(String client, String asked, String expected) throws IOException {
        // Given a client

        // When
        var answer = token(client, asked);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(claimsOf(answer.path("access_token")).path("purpose").asText(""))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"gp, secondary-use", "gp, curiosity", "study-app, direct-care", "research-app, break-glass"})
    void shouldGiveNoTokenForAnotherPurpose(String client, String asked) {
        // Given a client

        // When
        var answer = token(client, asked);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("unauthorized_client");
        assertThat(answer.jsonPath().getString("error_description")).startsWith("purpose: ");
    }

    /// The app is registered for two purposes, and direct care is neither. Who names none loses nothing.
    @Test
    void shouldSayWhyAPersonsTokenWasGiven() throws IOException {
        // Given
        var browser = new Browser();
        var app = Map.of("client_id", "survey-app", "redirect_uri", Browser.CALLBACK);
        var request = browser.request("openid user/*.rs online_access");
        request.putAll(app);
        var named = new HashMap<>(app);
        named.put("purpose", "research");

        // When
        var code = Browser.parameter(browser.launch(request, "staff", "gp"), "code");
        var nameless = browser.redeem(code, app);
        var first = browser.redeem(code, named);
        var next = given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("grant_type", "refresh_token")
                .formParam("refresh_token", first.jsonPath().getString("refresh_token"))
                .formParam("client_id", "survey-app")
                .formParam("purpose", "secondary-use")
                .post("/oauth2/token");

        // Then
        assertThat(nameless.jsonPath().getString("error")).isEqualTo("unauthorized_client");
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(claimsOf(first.path("access_token")).path("purpose").asText())
                .isEqualTo("research");
        assertThat(next.statusCode()).as(next.asString()).isEqualTo(200);
        assertThat(claimsOf(next.path("access_token")).path("purpose").asText()).isEqualTo("secondary-use");
    }

    private static Response token(String client, String purpose) {
        var request = given().formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion(client).sign());
        return (purpose.isEmpty() ? request : request.formParam("purpose", purpose)).post("/oauth2/token");
    }

    private static JsonNode claimsOf(String token) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
