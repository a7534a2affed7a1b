package org.meridiandx.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.meridiandx.access.OtherRegionsResource.EAST;
import static org.meridiandx.access.OtherRegionsResource.SOUTH;
import static org.meridiandx.access.OtherRegionsResource.south;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// Another region sends its people with a token of its own; whatever else it, or somebody in its
/// name, sends is refused.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,identity"),
        restrictToAnnotatedClass = true)
@QuarkusTestResource(value = NoKafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = OtherRegionsResource.class, restrictToAnnotatedClass = true)
class OtherRegionsIT {
    private static final SigningKey SOUTH_KEY = SigningKey.of("south", "south-1");
    private static final SigningKey EAST_KEY = SigningKey.of("east", "east-1");
    private static final String OWN_KEY_ID = SigningKey.ofIssuer().id();
    IdentityStandIn identity;

    @BeforeEach
    void reset() {
        identity.reset();
    }

    @Test
    void shouldKnowRegionOrganisationPersonAndPurpose() {
        // Given
        var token = south().scope("system/*.cruds patient/Observation.r clients")
                .claim("patient", "p1")
                .sign();

        // When
        var answer = get("/whoami/whole", token);

        // Then
        answer.statusCode(200)
                .body(equalTo("south|RX950|" + SOUTH + "/fhir/R4/Practitioner/gp-1|direct-care|south:gp|clinician"
                        + "|no patient|system/*.rs patient/Observation.r|DOE Jo"));
    }

    @Test
    void shouldTakeNoPersonOfThisRegionFromAnother() {
        // Given
        var ours = Tokens.ISSUER + "/fhir/R4/Practitioner/gp-1";

        // When
        var answer = get("/whoami/whole", south().claim("fhirUser", ours).sign());

        // Then
        answer.statusCode(200).body(containsString("|" + SOUTH + "/fhir/R4/" + ours + "|"));
    }

    @Test
    void shouldDecideByItsOwnRules() {
        // Given
        identity.access().denyByDefault();
        var before = get("/record", south().sign());

        // When
        identity.access().relate("RX950", "p1");
        var after = get("/record", south().sign());

        // Then
        before.statusCode(403).body(not(containsString("the record")));
        after.statusCode(200).body(containsString("the record"));
        assertThat(identity.access().asked())
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked.getCaller().getRegion()).isEqualTo("south"));
    }

    @Test
    void shouldTakeNoTokenForAnothersBecauseTheSameOneIsRemembered() {
        // Given
        var token = south().sign();
        get("/whoami/whole", token).statusCode(200).body(containsString("south|"));

        // When
        var own = get("/whoami/whole", Tokens.persona("gp"));
        var again = get("/whoami/whole", token);

        // Then
        own.statusCode(200).body(containsString("here|"));
        again.statusCode(200).body(containsString("south|"));
    }

    static Stream<Arguments> hostileTokens() {
        return Stream.concat(wronglySigned(), wronglyMeant());
    }

    private static Stream<Arguments> wronglySigned() {
        return Stream.of(
                Arguments.of("own key, foreign iss", south().key(SigningKey.ofIssuer()), "kid:"),
                Arguments.of(
                        "foreign key, own iss",
                        south().claim("iss", Tokens.ISSUER).claim("aud", Tokens.ISSUER),
                        "kid:"),
                Arguments.of("key of another region", south().key(EAST_KEY), "kid:"),
                Arguments.of("south in the name of east", south().claim("iss", EAST), "kid:"),
                Arguments.of(
                        "another region's key under our id, own iss",
                        south().claim("iss", Tokens.ISSUER).key(SigningKey.of("east", OWN_KEY_ID)),
                        "signature"),
                Arguments.of("stolen key id", south().key(SigningKey.generate("south-1")), "signature"),
                Arguments.of("unknown issuer", south().claim("iss", "https://west.test.invalid"), "iss:"),
                Arguments.of("issuer with a slash", south().claim("iss", SOUTH + "/"), "iss:"),
                Arguments.of("no issuer", south().without("iss"), "iss:"));
    }

    private static Stream<Arguments> wronglyMeant() {
        return Stream.of(
                Arguments.of("for another region", south().claim("aud", EAST), "aud:"),
                Arguments.of("for its own region", south().claim("aud", SOUTH), "aud:"),
                Arguments.of("for several regions", south().claim("aud", List.of(Tokens.ISSUER, EAST)), "aud:"),
                Arguments.of("for nobody", south().without("aud"), "aud:"),
                Arguments.of("expired", south().claim("iat", seconds(-90)).expiresIn(Duration.ofSeconds(-31)), "exp:"),
                Arguments.of("long-lived", south().expiresIn(Duration.ofMinutes(5)), "exp:"),
                Arguments.of(
                        "from the future", south().claim("iat", seconds(120)).expiresIn(Duration.ofMinutes(3)), "nbf:"),
                Arguments.of("without a beginning", south().without("iat"), "iat:"),
                Arguments.of("without an end", south().without("exp"), "exp"),
                Arguments.of("names no region", south().without("region"), "region:"),
                Arguments.of("names another region", south().claim("region", "east"), "region:"),
                Arguments.of("no purpose", south().without("purpose"), "purpose:"),
                Arguments.of("no organisation", south().without("organisation"), "organisation:"),
                Arguments.of("nobody", south().without("sub"), "sub"),
                Arguments.of("no id", south().without("jti"), "jti:"),
                Arguments.of("operator", south().claim("role", "operator"), "role:"),
                Arguments.of("loader", south().claim("role", "loader"), "role:"),
                Arguments.of("auditor", south().claim("role", "auditor"), "role:"),
                Arguments.of("patient", south().claim("role", "patient").patient("p1"), "role:"),
                Arguments.of("id token", south().type("JWT"), "typ:"),
                Arguments.of("audit head", south().type("audit-head+jws"), "typ:"),
                Arguments.of("other algorithm", south().algorithm("RS384"), "alg:"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileTokens")
    void shouldRefuseAndSayWhichClaimIsWrong(String name, Tokens token, String expected) {
        // Given
        var signed = token.sign();

        // When
        var answer = get("/whoami/whole", signed);

        // Then
        answer.statusCode(401).body(containsString(expected)).body(not(containsString(signed)));
    }

    @Test
    void shouldTakeNoSecretForAKey() throws Exception {
        // Given
        var header = "{\"typ\":\"at+jwt\",\"alg\":\"HS256\",\"kid\":\"south-1\"}";
        var claims = south().sign().split("\\.")[1];
        var content = encoded(header.getBytes(StandardCharsets.UTF_8)) + "." + claims;
        var published = SOUTH_KEY.toJwk("RS256").get("n").toString();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(published.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));

        // When
        var shared =
                get("/whoami/whole", content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII))));
        var none = get("/whoami/whole", south().unsigned());

        // Then
        shared.statusCode(401).body(containsString("alg:"));
        none.statusCode(401);
    }

    @Test
    void shouldNotCoverOtherRegionsWhileNobodyCanDecide() {
        // Given
        get("/own-record/p1", Tokens.persona("gp")).statusCode(200);
        identity.access().unavailable(true);

        // When
        var own = get("/own-record/p2", Tokens.persona("gp"));
        var other = get(
                "/own-record/p2",
                south().organisation(Persona.GP.organisation()).sign());

        // Then
        own.statusCode(200);
        other.statusCode(503).body(not(containsString("the record")));
    }

    private static ValidatableResponse get(String path, String token) {
        return given().header("Authorization", "Bearer " + token).get(path).then();
    }

    private static long seconds(int fromNow) {
        return Instant.now().getEpochSecond() + fromNow;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
