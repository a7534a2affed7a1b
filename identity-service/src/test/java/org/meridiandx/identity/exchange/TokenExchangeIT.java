package org.meridiandx.identity.exchange;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.IdentityTestResource.AGENCY;
import static org.meridiandx.identity.region.IdentityTestResource.PROVIDER;
import static org.meridiandx.identity.region.Region.ASSERTION_TYPE;
import static org.meridiandx.identity.region.Region.assertion;
import static org.meridiandx.identity.region.Region.freshToken;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.DpopKey;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class TokenExchangeIT {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    @Test
    void shouldMakeAUserRestrictedTokenOfAStaffToken() throws Exception {
        // Given
        var staff = staff().sign();

        // When
        var answer = exchange("clinic-app", staff, Map.of("scope", "system/Patient.rs"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("issued_token_type")).isEqualTo(ACCESS_TOKEN);
        var claims = claimsOf(answer.path("access_token"));
        assertThat(claims.getSubject()).isEqualTo("exchange.staff:555000000001");
        assertThat(claims.getStringClaimValue("client_id")).isEqualTo("clinic-app");
        assertThat(claims.getStringClaimValue("fhirUser")).isEqualTo("Practitioner/dr-1");
        assertThat(claims.getStringClaimValue("organisation")).isEqualTo("Y90001");
        assertThat(claims.getStringClaimValue("scope")).isEqualTo("system/Patient.rs");
        assertThat(claims.getClaimValue("act", Map.class)).isEqualTo(Map.of("sub", "clinic-app"));
        assertThat(answer.jsonPath().getInt("expires_in")).isLessThanOrEqualTo(120);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(
                        "stranger", staff().claim("iss", "https://evil.invalid").sign(), "iss"),
                Arguments.of(
                        "expired", staff().expiresIn(Duration.ofMinutes(-1)).sign(), "exp"),
                Arguments.of("no exp", staff().without("exp").sign(), "exp"),
                Arguments.of("not yet", staff().claim("nbf", 4_000_000_000L).sign(), "nbf"),
                Arguments.of("for others", staff().claim("aud", "others").sign(), "aud"),
                Arguments.of(
                        "forged", staff().key(SigningKey.generate("test-1")).sign(), "signature"),
                Arguments.of("none", staff().unsigned(), "alg"),
                Arguments.of("other organisation", staff().organisation("RX902").sign(), "organisation"),
                Arguments.of("no organisation", staff().without("organisation").sign(), "organisation"),
                Arguments.of(
                        "as a patient", staff().claim("fhirUser", "Patient/1").sign(), "fhirUser"),
                Arguments.of("no person", staff().without("sub").sign(), "sub"),
                Arguments.of("nonsense", "abc", "jwt"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void shouldRefuseABadStaffToken(String name, String token, String fault) {
        // Given a token

        // When
        var answer = exchange("clinic-app", token, Map.of());

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("invalid_grant");
        assertThat(answer.jsonPath().getString("error_description")).startsWith(fault);
    }

    @Test
    void shouldAddressATokenToAnotherRegionForAMinute() throws Exception {
        // Given
        var own = freshToken("gp");

        // When
        var answer = exchange("clinic-app", own, Map.of("audience", "south", "purpose", "direct-care"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getInt("expires_in")).isLessThanOrEqualTo(60);
        var claims = claimsOf(answer.path("access_token"));
        assertThat(claims.getAudience()).containsExactly("https://south.example");
        assertThat(claims.getStringClaimValue("region"))
                .isEqualTo(ConfigProvider.getConfig().getValue("meridian.region", String.class));
        assertThat(claims.getStringClaimValue("purpose")).isEqualTo("direct-care");
        assertThat(claims.getStringClaimValue("fhirUser")).isEqualTo("Practitioner/gp-1");
        assertThat(claims.getClaimValue("act", Map.class)).isEqualTo(Map.of("sub", "gp"));
        // What the other region asks of it besides (ADR 019).
        assertThat(claims.getStringClaimValue("role")).isEqualTo("clinician");
        assertThat(claims.getStringClaimValue("client_id")).isEqualTo("clinic-app");
        assertThat(claims.getStringClaimValue("organisation")).isEqualTo("Y90001");
        assertThat(claims.getJwtId()).isNotBlank();
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isLessThanOrEqualTo(60);
        assertThat(given().header("Authorization", "Bearer " + answer.path("access_token"))
                        .get("/fhir/R4/Organization?name=x")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldTellPeopleOfTwoProvidersApartThatHaveTheSameId() throws Exception {
        // Given
        var other = staff().claim("iss", AGENCY);

        // When
        var claims = claimsOf(exchange("clinic-app", other.sign(), Map.of()).path("access_token"));

        // Then
        assertThat(claims.getSubject()).isEqualTo("exchange.agency:555000000001");
        assertThat(claims.getStringClaimValue("fhirUser"))
                .matches("Practitioner/[0-9a-f]{8}\\.dr-1")
                .isNotEqualTo("Practitioner/dr-1");
    }

    @ParameterizedTest
    @CsvSource({
        "clinic-app, secondary-use, unauthorized_client",
        "clinic-app, break-glass, unauthorized_client",
        "clinic-app, curiosity, unauthorized_client",
        "research-app, secondary-use, ''"
    })
    void shouldNameNoPurposeThatTheClientIsNotRegisteredFor(String client, String purpose, String error)
            throws Exception {
        // Given
        var own = freshToken("gp");

        // When
        var answer = exchange(client, own, Map.of("audience", "south", "purpose", purpose));

        // Then
        if (error.isEmpty()) {
            assertThat(claimsOf(answer.path("access_token")).getStringClaimValue("purpose"))
                    .isEqualTo(purpose);
        } else {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.jsonPath().getString("error")).isEqualTo(error);
        }
    }

    @Test
    void shouldKeepThePurposeOfAPersonsToken() throws Exception {
        // Given
        var staff = staff().sign();

        // When
        var unsaid = exchange("study-app", staff, Map.of());
        var other = exchange("study-app", staff, Map.of("purpose", "direct-care"));
        var elsewhere = exchange("research-app", unsaid.path("access_token"), Map.of("audience", "south"));

        // Then
        assertThat(claimsOf(unsaid.path("access_token")).getStringClaimValue("purpose"))
                .isEqualTo("research");
        assertThat(other.jsonPath().getString("error")).isEqualTo("unauthorized_client");
        assertThat(elsewhere.jsonPath().getString("error")).isEqualTo("unauthorized_client");
    }

    @Test
    void shouldNotAddressATokenToAnUnknownRegionOrAStrangersTokenToAKnownOne() {
        // Given
        var own = freshToken("gp");

        // When
        var nowhere = exchange("clinic-app", own, Map.of("audience", "atlantis"));
        var foreign = exchange("clinic-app", staff().sign(), Map.of("audience", "south"));

        // Then
        assertThat(nowhere.jsonPath().getString("error")).isEqualTo("invalid_target");
        assertThat(foreign.jsonPath().getString("error")).isEqualTo("invalid_grant");
    }

    @Test
    void shouldAddressNothingButAnAccessTokenForThisRegionToAnother() {
        // Given
        String forSouth = exchange("clinic-app", freshToken("gp"), Map.of("audience", "south"))
                .path("access_token");
        var browser = new Browser();
        var code = Browser.parameter(browser.launch(browser.request("openid user/*.rs"), "staff", "gp"), "code");
        String idToken = browser.redeem(code).path("id_token");

        // When
        var again = exchange("clinic-app", forSouth, Map.of("audience", "south"));
        var ofIdToken = exchange("clinic-app", idToken, Map.of("audience", "south"));

        // Then
        assertThat(List.of(again, ofIdToken))
                .extracting(answer -> answer.jsonPath().getString("error"))
                .containsOnly("invalid_grant");
    }

    @Test
    void shouldAllowNoMoreElsewhereThanTheClientIsRegisteredFor() throws Exception {
        // Given
        var own = freshToken("hospital-doctor");

        // When
        var answer = exchange("clinic-app", own, Map.of("audience", "south"));

        // Then
        assertThat(claimsOf(own).getStringClaimValue("scope")).isEqualTo("system/*.cruds");
        assertThat(claimsOf(answer.path("access_token")).getStringClaimValue("scope"))
                .isEqualTo("system/*.rs");
    }

    @Test
    void shouldMakeNoFreeTokenOfOneThatIsBoundToAKey() throws Exception {
        // Given
        var key = DpopKey.fresh();
        String bound = given().header("DPoP", key.proof("POST", "/oauth2/token", ""))
                .formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion("dpop-app").sign())
                .post("/oauth2/token")
                .path("access_token");

        // When
        var stolen = exchange("clinic-app", bound, Map.of("audience", "south"));
        var shown = exchange(
                given().header("DPoP", key.proof("POST", "/oauth2/token", "")),
                "clinic-app",
                bound,
                Map.of("audience", "south"));

        // Then
        assertThat(stolen.jsonPath().getString("error")).isEqualTo("invalid_grant");
        assertThat(stolen.jsonPath().getString("error_description")).contains("bound to a key");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.jsonPath().getString("token_type")).isEqualTo("DPoP");
    }

    @Test
    void shouldBeForClientsThatAreRegisteredForIt() {
        // Given
        var staff = staff().sign();

        // When
        var answer = exchange("gp", staff, Map.of());

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("unauthorized_client");
    }

    private static Tokens staff() {
        return Tokens.blank()
                .claim("iss", PROVIDER)
                .claim("aud", "region")
                .claim("sub", "555000000001")
                .claim("fhirUser", "Practitioner/dr-1")
                .organisation("Y90001")
                .expiresIn(Duration.ofMinutes(2));
    }

    private static Response exchange(String clientId, String token, Map<String, String> more) {
        return exchange(given(), clientId, token, more);
    }

    private static Response exchange(
            RequestSpecification request, String clientId, String token, Map<String, String> more) {
        return request.formParam("grant_type", GRANT)
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion(clientId).sign())
                .formParam("subject_token", token)
                .formParam("subject_token_type", ACCESS_TOKEN)
                .formParams(more)
                .post("/oauth2/token");
    }

    private static JwtClaims claimsOf(String token) throws Exception {
        var claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return JwtClaims.parse(new String(claims, StandardCharsets.UTF_8));
    }
}
