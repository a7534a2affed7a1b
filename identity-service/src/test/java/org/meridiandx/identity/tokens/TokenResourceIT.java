package org.meridiandx.identity.tokens;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.ASSERTION_TYPE;
import static org.meridiandx.identity.region.Region.assertion;
import static org.meridiandx.identity.region.Region.freshToken;
import static org.meridiandx.identity.region.Region.requestToken;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class TokenResourceIT {

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512"})
    void shouldIssueATokenForASignedAssertion(String algorithm) throws Exception {
        // Given
        var assertion = assertion("gp").algorithm(algorithm).sign();

        // When
        var answer = requestToken(assertion, "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.jsonPath().getString("token_type")).isEqualTo("Bearer");
        assertThat(answer.jsonPath().getInt("expires_in")).isEqualTo(300);
        var claims = claimsOf(answer.jsonPath().getString("access_token"));
        assertThat(claims.getIssuer()).isEqualTo(Tokens.ISSUER);
        assertThat(claims.getAudience()).containsExactly(Tokens.ISSUER);
        assertThat(claims.getSubject()).isEqualTo("gp");
        assertThat(claims.getStringClaimValue("organisation")).isEqualTo("Y90001");
        assertThat(claims.getStringClaimValue("role")).isEqualTo("clinician");
        assertThat(claims.getStringClaimValue("fhirUser")).isEqualTo("Practitioner/gp-1");
        assertThat(claims.hasClaim("patient")).isFalse();
    }

    @Test
    void shouldTakeTheIssuerAsAudienceToo() {
        // Given
        var assertion = assertion("gp").claim("aud", Tokens.ISSUER).sign();

        // When
        var answer = requestToken(assertion, "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNarrowTheScope() {
        // Given
        var scope = "system/Patient.rs system/ServiceRequest.c";

        // When
        var answer = requestToken(assertion("gp").sign(), scope);

        // Then
        assertThat(answer.jsonPath().getString("scope")).isEqualTo(scope);
    }

    @Test
    void shouldRefuseMoreScopeThanRegistered() {
        // Given
        var assertion = assertion("auditor").sign();

        // When
        var answer = requestToken(assertion, "system/Patient.rs");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("invalid_scope");
    }

    static Stream<Arguments> badAssertions() {
        return Stream.of(
                Arguments.of(
                        "expired",
                        assertion("gp").expiresIn(Duration.ofMinutes(-2)).sign(),
                        "exp"),
                Arguments.of(
                        "too long",
                        assertion("gp").expiresIn(Duration.ofMinutes(30)).sign(),
                        "exp"),
                Arguments.of("no exp", assertion("gp").without("exp").sign(), "exp"),
                Arguments.of("exp as text", assertion("gp").claim("exp", "soon").sign(), "exp"),
                Arguments.of(
                        "foreign key",
                        assertion("gp").key(SigningKey.generate("test-1")).sign(),
                        "signature"),
                Arguments.of(
                        "unknown kid",
                        assertion("gp").key(SigningKey.generate("other")).sign(),
                        "kid"),
                Arguments.of("none", assertion("gp").unsigned(), "alg"),
                Arguments.of("hmac", hmac(assertion("gp")), "alg"),
                Arguments.of(
                        "wrong aud",
                        assertion("gp")
                                .claim("aud", "https://elsewhere.invalid")
                                .sign(),
                        "aud"),
                Arguments.of(
                        "one aud of two foreign",
                        assertion("gp")
                                .claim("aud", java.util.List.of(Tokens.ISSUER, "https://elsewhere.invalid"))
                                .sign(),
                        "aud"),
                Arguments.of(
                        "not yet", assertion("gp").claim("nbf", 4_000_000_000L).sign(), "nbf"),
                Arguments.of(
                        "kid a path",
                        assertion("gp").key(SigningKey.generate("../../test-1")).sign(),
                        "kid"),
                Arguments.of(
                        "an access token",
                        assertion("gp").claim("iss", Tokens.ISSUER).sign(),
                        "sub"),
                Arguments.of("no aud", assertion("gp").without("aud").sign(), "aud"),
                Arguments.of("no jti", assertion("gp").without("jti").sign(), "jti"),
                Arguments.of(
                        "jti too long",
                        assertion("gp").claim("jti", "x".repeat(300)).sign(),
                        "jti"),
                Arguments.of("jti a number", assertion("gp").claim("jti", 7).sign(), "jti"),
                Arguments.of("sub differs", assertion("gp").claim("sub", "lab").sign(), "sub"),
                Arguments.of("no iss", assertion("gp").without("iss").sign(), "iss"),
                Arguments.of("unknown client", assertion("nobody").sign(), "iss"),
                Arguments.of(
                        "from the future",
                        assertion("gp").claim("iat", 4_000_000_000L).sign(),
                        "iat"),
                Arguments.of(
                        "10 kB",
                        assertion("gp").claim("padding", "x".repeat(10_000)).sign(),
                        "longer"),
                Arguments.of("two parts", "abc.def", "JWT"),
                Arguments.of("nonsense", "\u0000\uD83D\uDE00", "JWT"),
                Arguments.of("changed", changed(assertion("gp").sign()), "signature"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAssertions")
    void shouldRefuseABadAssertionAndNameTheFault(String name, String assertion, String fault) {
        // Given
        var request = given().contentType("application/x-www-form-urlencoded")
                .formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion);

        // When
        var answer = request.post("/oauth2/token");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.jsonPath().getString("error")).isEqualTo("invalid_client");
        assertThat(answer.jsonPath().getString("error_description")).contains(fault);
    }

    @Test
    void shouldRefuseAReplayedAssertion() {
        // Given
        var assertion = assertion("gp").sign();
        requestToken(assertion, "").then().statusCode(200);

        // When
        var answer = requestToken(assertion, "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("error_description")).startsWith("jti");
    }

    static Stream<Arguments> badForms() {
        var good = "client_assertion_type=" + ASSERTION_TYPE + "&client_assertion=a.b.c";
        return Stream.of(
                Arguments.of("", 400, "invalid_request"),
                Arguments.of(good, 400, "invalid_request"),
                Arguments.of("grant_type=password&" + good, 400, "unsupported_grant_type"),
                Arguments.of("grant_type=client_credentials", 400, "invalid_request"),
                Arguments.of("grant_type=client_credentials&client_secret=x&" + good, 401, "invalid_client"),
                Arguments.of("grant_type=client_credentials&grant_type=x&" + good, 400, "invalid_request"),
                Arguments.of("grant_type=%zz&" + good, 400, "invalid_request"),
                Arguments.of("a=b&".repeat(500), 400, "invalid_request"),
                Arguments.of("grant_type=client_credentials&x=" + "y".repeat(70_000), 413, "invalid_request"));
    }

    @ParameterizedTest
    @MethodSource("badForms")
    void shouldRefuseABadForm(String form, int status, String error) {
        // Given
        var request = given().contentType("application/x-www-form-urlencoded").body(form);

        // When
        var answer = request.post("/oauth2/token");

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.jsonPath().getString("error")).isEqualTo(error);
    }

    @Test
    void shouldRefuseAnotherContentType() {
        // Given
        var request = given().contentType("application/json").body("{}");

        // When
        var answer = request.post("/oauth2/token");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("invalid_request");
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of("none at all", "", "Authorization"),
                Arguments.of("basic", "Basic Z3A6Z3A=", "Bearer"),
                Arguments.of("nonsense", "Bearer x", "JWT"),
                Arguments.of("alg none", "Bearer " + Tokens.persona("gp").replaceAll("\\.[^.]*$", "."), ""),
                Arguments.of("other issuer's key", "Bearer " + Tokens.persona("gp"), "kid"),
                Arguments.of("10 kB", "Bearer " + "x".repeat(10_000), "longer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void shouldRefuseABadAccessToken(String name, String header, String fault) {
        // Given
        var request = header.isEmpty() ? given() : given().header("Authorization", header);

        // When
        var answer = request.get("/fhir/R4/Patient/x");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString()).contains("OperationOutcome").contains(fault);
    }

    @Test
    void shouldRefuseAnExpiredTokenByName() throws Exception {
        // Given
        var claims = claimsOf(freshToken("gp"));
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 60));
        var token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKey(SigningKey.ofIssuer().privateKey());
        token.setHeader("typ", "at+jwt");
        token.setKeyIdHeaderValue(publishedKeyId());
        token.setAlgorithmHeaderValue("RS256");

        // When
        var answer = given().header("Authorization", "Bearer " + token.getCompactSerialization())
                .get("/fhir/R4/Patient/x");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("issue[0].diagnostics")).startsWith("exp");
    }

    @Test
    void shouldPublishWhereTokensComeFrom() {
        // Given
        var paths = Stream.of(
                "/.well-known/smart-configuration",
                "/fhir/R4/.well-known/smart-configuration",
                "/.well-known/openid-configuration");

        // When
        var answers = paths.map(path -> given().get(path)).toList();

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.jsonPath().getString("token_endpoint")).isEqualTo(Tokens.ISSUER + "/oauth2/token");
            assertThat(answer.jsonPath().getString("jwks_uri")).isEqualTo(Tokens.ISSUER + "/oauth2/jwks");
        });
    }

    private static String publishedKeyId() throws Exception {
        return new JsonWebKeySet(given().get("/oauth2/jwks").asString())
                .getJsonWebKeys()
                .getFirst()
                .getKeyId();
    }

    private static JwtClaims claimsOf(String token) throws Exception {
        var keys = new JsonWebKeySet(given().get("/oauth2/jwks").asString());
        var signature = new JsonWebSignature();
        signature.setCompactSerialization(token);
        signature.setKey(keys.getJsonWebKeys().getFirst().getKey());
        assertThat(signature.verifySignature()).isTrue();
        return JwtClaims.parse(signature.getPayload());
    }

    private static String changed(String token) {
        var parts = token.split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"sub\":\"gp\"", "\"sub\":\"gp\" ");
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
    }

    /// The public key as HMAC secret: the confusion of algorithms that RFC 8725 warns of.
    private static String hmac(Tokens assertion) {
        try {
            var payload = assertion.sign().split("\\.")[1];
            var header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"alg\":\"HS256\",\"kid\":\"test-1\"}".getBytes(StandardCharsets.UTF_8));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    SigningKey.ofIssuer().toJwk("RS256").get("n").toString().getBytes(StandardCharsets.US_ASCII),
                    "HmacSHA256"));
            var content = header + "." + payload;
            return content + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
