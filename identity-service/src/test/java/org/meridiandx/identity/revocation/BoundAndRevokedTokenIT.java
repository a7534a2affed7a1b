package org.meridiandx.identity.revocation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.ASSERTION_TYPE;
import static org.meridiandx.identity.region.Region.assertion;
import static org.meridiandx.identity.region.Region.freshToken;
import static org.meridiandx.identity.region.Region.requestToken;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.DpopKey;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class BoundAndRevokedTokenIT {
    private static final String PATH = "/fhir/R4/Organization";
    private static final DpopKey KEY = DpopKey.fresh();
    private static final DpopKey OTHER = DpopKey.fresh();

    @Test
    void shouldBindATokenToTheKeyOfTheProof() throws Exception {
        // Given
        var issued = tokenWith(KEY.proof("POST", "/oauth2/token", ""));
        String token = issued.path("access_token");

        // When
        var withProof = read("DPoP " + token, KEY.proof("GET", PATH, token));
        var asBearer = read("Bearer " + token, "");
        var otherKey = read("DPoP " + token, OTHER.proof("GET", PATH, token));
        var otherPath = read("DPoP " + token, KEY.proof("GET", "/fhir/R4/Patient", token));
        var noProof = read("DPoP " + token, "");

        // Then
        assertThat(issued.jsonPath().getString("token_type")).isEqualTo("DPoP");
        assertThat(withProof.statusCode()).isEqualTo(200);
        assertThat(asBearer.statusCode()).isEqualTo(401);
        assertThat(otherKey.statusCode()).isEqualTo(401);
        assertThat(otherPath.statusCode()).isEqualTo(401);
        assertThat(noProof.statusCode()).isEqualTo(401);
    }

    @Test
    void shouldRefuseAProofASecondTime() throws Exception {
        // Given
        String token = tokenWith(KEY.proof("POST", "/oauth2/token", "")).path("access_token");
        var proof = KEY.proof("GET", PATH, token);
        assertThat(read("DPoP " + token, proof).statusCode()).isEqualTo(200);

        // When
        var again = read("DPoP " + token, proof);

        // Then
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.asString()).contains("jti");
    }

    @Test
    void shouldGiveNoTokenWithoutTheProofThatTheClientIsRegisteredFor() {
        // Given
        var assertion = assertion("dpop-app").sign();

        // When
        var answer = requestToken(assertion, "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("invalid_dpop_proof");
    }

    /// No proxy is trusted in this region's settings.
    @Test
    void shouldNotBelieveACertificateHeaderFromAnybody() {
        // Given
        var request = given().header("x-forwarded-client-cert", "Hash=" + "69".repeat(32))
                .formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion("mtls-app").sign());

        // When
        var answer = request.post("/oauth2/token");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("error_description")).startsWith("certificate");
    }

    @Test
    void shouldRevokeATokenWithinSeconds() {
        // Given
        var token = freshToken("gp");
        assertThat(read("Bearer " + token, "").statusCode()).isEqualTo(200);

        // When
        var revoked = ask("/oauth2/revoke", "gp", token);

        // Then
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(ask("/oauth2/introspect", "gp", token).jsonPath().getBoolean("active"))
                .isFalse();
        assertThat(Region.eventually(() -> read("Bearer " + token, ""), 401).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldLookIntoATokenForItsClientAndForNobodyElse() {
        // Given
        var token = freshToken("gp");

        // When
        var own = ask("/oauth2/introspect", "gp", token);
        var operator = ask("/oauth2/introspect", "operator", token);
        var other = ask("/oauth2/introspect", "lab", token);
        var foreign = ask("/oauth2/introspect", "gp", Tokens.persona("gp"));
        var unknown = given().formParam("token", token).post("/oauth2/introspect");

        // Then
        assertThat(own.jsonPath().getString("client_id")).isEqualTo("gp");
        assertThat(operator.jsonPath().getBoolean("active")).isTrue();
        assertThat(other.asString()).isEqualTo("{\"active\":false}");
        assertThat(foreign.asString()).isEqualTo("{\"active\":false}");
        assertThat(unknown.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldTakeNoIdTokenForAnAccessToken() {
        // Given
        var browser = new Browser();
        var code = Browser.parameter(browser.launch(browser.request("openid user/*.rs"), "staff", "gp"), "code");
        String idToken = browser.redeem(code).path("id_token");

        // When
        var answer = ask("/oauth2/introspect", "operator", idToken);

        // Then
        assertThat(answer.asString()).isEqualTo("{\"active\":false}");
    }

    @Test
    void shouldNotRevokeTheTokenOfAnother() {
        // Given
        var token = freshToken("gp");

        // When
        var answer = ask("/oauth2/revoke", "lab", token);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ask("/oauth2/introspect", "gp", token).jsonPath().getBoolean("active"))
                .isTrue();
    }

    private static Response ask(String path, String clientId, String token) {
        return given().formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion(clientId).sign())
                .formParam("token", token)
                .post(path);
    }

    private static Response tokenWith(String proof) {
        return given().header("DPoP", proof)
                .formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion("dpop-app").sign())
                .post("/oauth2/token");
    }

    private static Response read(String authorization, String proof) {
        var request = given().header("Authorization", authorization);
        return (proof.isEmpty() ? request : request.header("DPoP", proof)).get(PATH + "?name=Willow");
    }
}
