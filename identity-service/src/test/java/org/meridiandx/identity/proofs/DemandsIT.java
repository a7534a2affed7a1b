package org.meridiandx.identity.proofs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.ASSERTION_TYPE;
import static org.meridiandx.identity.region.Region.assertion;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.DpopKey;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

/// Where a region demands more than a client is registered for.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class DemandsIT {
    @Test
    void shouldGiveNoBearerTokenToAClientThatCanSignProofs() throws Exception {
        // Given
        var key = DpopKey.fresh();

        // When
        var bearer = token(given(), "strict-app");
        var bound = token(given().header("DPoP", key.proof("POST", "/oauth2/token", "")), "strict-app");
        var other = token(given(), "gp");

        // Then
        assertThat(bearer.statusCode()).isEqualTo(400);
        assertThat(bearer.jsonPath().getString("error")).isEqualTo("invalid_dpop_proof");
        assertThat(bound.jsonPath().getString("token_type")).isEqualTo("DPoP");
        assertThat(other.jsonPath().getString("token_type")).isEqualTo("Bearer");
    }

    @Test
    void shouldTakeNoRequestFromTheBrowserThatCouldHaveBeenPushed() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put("client_id", "strict-web");

        // When
        var page = browser.authorize(request);

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.asString()).contains("/oauth2/par");
    }

    @Test
    void shouldKeepOutAnAppWithoutKeys() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        request.put("client_id", "strict-public");

        // When
        var page = browser.authorize(request);
        var refresh = given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("grant_type", "refresh_token")
                .formParam("client_id", "strict-public")
                .formParam("refresh_token", "x")
                .post("/oauth2/token");

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.asString()).contains("no app without keys");
        assertThat(refresh.statusCode()).isEqualTo(401);
        assertThat(refresh.jsonPath().getString("error")).isEqualTo("invalid_client");
    }

    private static Response token(RequestSpecification request, String client) {
        return request.formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion(client).sign())
                .post("/oauth2/token");
    }
}
