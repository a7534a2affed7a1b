package org.meridiandx.identity.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.meridiandx.identity.region.Region.ASSERTION_TYPE;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.assertion;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.PatientDirectoryGrpc;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// Each kind of refusal: the right code, and one entry that says who, what and why.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class RefusalsIT {
    private static final String NOBODY = "unknown";
    private String id = "";

    @BeforeEach
    void nameTheRequest() {
        id = UUID.randomUUID().toString();
    }

    static Stream<Arguments> badAssertions() {
        return Stream.of(
                Arguments.of(
                        "aud",
                        assertion("gp")
                                .claim("aud", "https://elsewhere.invalid")
                                .sign()),
                Arguments.of("sub", assertion("gp").claim("sub", "lab").sign()),
                Arguments.of("exp", assertion("gp").claim("exp", 1).sign()),
                Arguments.of("nbf", assertion("gp").claim("nbf", 4_000_000_000L).sign()),
                Arguments.of("iss", assertion("nobody").sign()),
                Arguments.of("jti", assertion("gp").without("jti").sign()),
                Arguments.of("alg", assertion("gp").unsigned()),
                Arguments.of(
                        "kid", assertion("gp").key(SigningKey.generate("other")).sign()),
                Arguments.of(
                        "signature",
                        assertion("gp").key(SigningKey.generate("test-1")).sign()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAssertions")
    void shouldWriteDownWhichClaimOfAnAssertionWasWrong(String claim, String assertion) {
        // When
        var answer = token(assertion, Map.of("grant_type", "client_credentials"));

        // Then
        assertThat(answer).isEqualTo(401);
        isDenied("token", NOBODY, "invalid_client " + claim);
    }

    @Test
    void shouldWriteDownAReplayedAssertion() {
        // Given
        var assertion = assertion("gp").sign();
        assertThat(Region.requestToken(assertion, "").statusCode()).isEqualTo(200);

        // When
        var answer = token(assertion, Map.of("grant_type", "client_credentials"));

        // Then
        assertThat(answer).isEqualTo(401);
        isDenied("token", NOBODY, "invalid_client jti");
    }

    @ParameterizedTest
    @CsvSource({
        "client_credentials, system/Patient.rs, invalid_scope scope",
        "authorization_code, '', unauthorized_client grant_type",
    })
    void shouldNameTheClientThatProvedWhoItIsAndAskedForTooMuch(String grant, String scope, String reason) {
        // When
        var answer = token(assertion("auditor").sign(), Map.of("grant_type", grant, "scope", scope));

        // Then
        assertThat(answer).isEqualTo(400);
        isDenied("token", "auditor", reason);
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, invalid_grant code_verifier",
        "redirect_uri, http://localhost:9876/callback?a=b, invalid_grant redirect_uri",
        "code, made-up, invalid_grant code",
    })
    void shouldWriteDownWhyACodeWasNotRedeemed(String name, String value, String reason) {
        // Given
        var browser = new Browser();
        var form = new HashMap<>(codeForm(browser));
        form.put(name, value);

        // When
        var answer = named().formParams(form).post("/oauth2/token");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        isDenied("token", "smart-app", reason);
    }

    @Test
    void shouldWriteDownACodeThatCameAgain() {
        // Given
        var form = codeForm(new Browser());
        given().formParams(form).post("/oauth2/token").then().statusCode(200);

        // When
        var answer = named().formParams(form).post("/oauth2/token");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        isDenied("token", "smart-app", "invalid_grant code");
    }

    @Test
    void shouldWriteDownARefreshTokenThatCameAgain() {
        // Given
        String used = given().formParams(codeForm(new Browser()))
                .post("/oauth2/token")
                .path("refresh_token");
        assertThat(Browser.refresh(used).statusCode()).isEqualTo(200);

        // When
        var answer = named().formParam("grant_type", "refresh_token")
                .formParam("client_id", "smart-app")
                .formParam("refresh_token", used)
                .post("/oauth2/token");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        isDenied("token", "smart-app", "invalid_grant refresh_token reuse");
    }

    @ParameterizedTest
    @CsvSource({"introspect", "revoke"})
    void shouldWriteDownWhoeverProvedNothingAtTheOtherEndpoints(String endpoint) {
        // When
        var answer = named().formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion("nobody").sign())
                .formParam("token", "x")
                .post("/oauth2/" + endpoint);

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        isDenied(endpoint, NOBODY, "invalid_client iss");
    }

    @ParameterizedTest
    @CsvSource({
        "staff, one-factor, access_denied",
        "staff, no-role, access_denied",
        "patient, half-proved, access_denied",
        "patient, nobody, access_denied record",
    })
    void shouldWriteDownWhomNoSignInLetIn(String provider, String person, String reason) {
        // Given
        var since = Instant.now().toString();
        var browser = new Browser();

        // When
        var page = browser.signIn(browser.authorize(browser.request("openid user/*.rs")), provider, person);

        // Then
        assertThat(page.statusCode()).isEqualTo(403);
        var entry = ServedEvents.newest(Map.of("subtype", "sign-in", "outcome", "4", "date", "ge" + since));
        assertThat(entry.getString("entry[0].resource.outcomeDesc")).startsWith(reason);
        assertThat(entry.getString("entry[0]")).doesNotContain("9990001006");
    }

    @Test
    void shouldWriteDownAnAnswerThatNoSignInBegan() {
        // When
        var answer = named().get("/oauth2/sign-in/callback?state=x&code=x");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        isDenied("sign-in", NOBODY, "invalid_request state");
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of("Bearer nonsense", "token-jwt"),
                Arguments.of("Bearer " + Tokens.persona("gp"), "token-kid"),
                Arguments.of("Basic Z3A6Z3A=", "token"));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void shouldWriteDownATokenThatWasNotGood(String header, String reason) {
        // When
        var answer = named().header("Authorization", header).get("/fhir/R4/Patient/x");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        isDenied("authenticate", NOBODY, reason);
    }

    @Test
    void shouldWriteDownATokenThatHadExpired() {
        // Given
        var token = Region.freshToken("gp");
        MovedClock.move(java.time.Duration.ofMinutes(6));
        try {
            // When
            var answer = named().header("Authorization", "Bearer " + token).get("/fhir/R4/Patient/x");

            // Then
            assertThat(answer.statusCode()).isEqualTo(401);
        } finally {
            MovedClock.reset();
        }
        isDenied("authenticate", NOBODY, "token-exp");
    }

    @ParameterizedTest
    @CsvSource({"'', internal-token-missing", "guessed, internal-token-wrong"})
    void shouldWriteDownAnInternalCallWithoutTheRegionsToken(String shown, String reason) {
        // Given
        var since = Instant.now().toString();
        var headers = new Metadata();
        if (!shown.isEmpty()) {
            headers.put(Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER), shown);
        }
        var channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();

        // When
        var call = catchThrowable(() -> PatientDirectoryGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .find(FindPatientRequest.getDefaultInstance()));
        channel.shutdownNow();

        // Then
        assertThat(call).hasMessageContaining("UNAUTHENTICATED");
        var entries = ServedEvents.all(Map.of("subtype", "internal-call", "date", "ge" + since), 1);
        assertThat(entries.getList("entry.resource.outcomeDesc", String.class)).containsExactly(reason);
    }

    @Test
    void shouldWriteDownWhoLackedWhichScopeForWhom() {
        // Given
        var patientId = Region.createPatient(Region.freshNhsNumber(), "SCOPELESS");

        // When
        var answer = asNamed("auditor").get("/fhir/R4/Patient/" + patientId);

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        var entry = isDenied("read", "auditor", "insufficient-scope");
        assertThat(entry.getString("agent[0].who.identifier.value")).isNotBlank();
        assertThat(entry.getList("entity.what.reference", String.class)).contains("Patient/" + patientId);
    }

    @Test
    void shouldWriteDownWhoLackedTheRole() {
        // When
        var answer = asNamed("gp").get("/oauth2/register");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        isDenied("request", "gp", "access-denied");
    }

    @Test
    void shouldWriteDownWhoHasNoRelationshipOnceWithTheReason() {
        // Given
        var patientId = Region.createPatient(Region.freshNhsNumber(), "STRANGER");

        // When
        var answer = asNamed("stranger").get("/fhir/R4/Patient/" + patientId + "/_history/1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        var entries = ServedEvents.all(Map.of("transaction", id), 1);
        assertThat(ServedEvents.size(entries)).isOne();
        assertThat(entries.getString("entry[0].resource.outcome")).isEqualTo("4");
        assertThat(entries.getList("entry[0].resource.entity.what.reference", String.class))
                .contains("Patient/" + patientId);
    }

    @Test
    void shouldWriteDownASearchForSomebodyThatFindsNobody() {
        // Given
        var number = Region.freshNhsNumber();

        // When
        var answer = asNamed("gp")
                .queryParam("identifier", "https://fhir.nhs.uk/Id/nhs-number|" + number)
                .get("/fhir/R4/Patient");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        var entry = ServedEvents.newest(Map.of("transaction", id));
        assertThat(entry.getString("entry[0].resource.outcome")).isEqualTo("0");
        assertThat(entry.getString("entry[0].resource.subtype[0].code")).isEqualTo("search-type");
        assertThat(entry.getList("entry[0].resource.entity.description", String.class))
                .contains("Patient?identifier");
        assertThat(entry.getString("entry[0]")).doesNotContain(number);
    }

    private JsonPath isDenied(String interaction, String clientId, String reason) {
        var found = ServedEvents.all(Map.of("transaction", id), 1);
        assertThat(ServedEvents.size(found)).isOne();
        found.setRootPath("entry[0].resource");
        assertThat(found.getString("subtype[0].code")).isEqualTo(interaction);
        assertThat(found.getString("outcome")).isEqualTo("4");
        assertThat(found.getString("outcomeDesc")).isEqualTo(reason);
        List<String> devices = found.getList("agent.altId");
        assertThat(devices).contains(clientId);
        return found;
    }

    private RequestSpecification named() {
        return given().redirects().follow(false).header("X-Request-ID", id);
    }

    private RequestSpecification asNamed(String clientId) {
        return as(clientId).header("X-Request-ID", id);
    }

    private int token(String assertion, Map<String, String> form) {
        return named().formParams(form)
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion)
                .post("/oauth2/token")
                .statusCode();
    }

    private static Map<String, String> codeForm(Browser browser) {
        var request = browser.request("openid user/*.rs offline_access");
        var code = Browser.parameter(browser.launch(request, "staff", "gp"), "code");
        return browser.redemption(code);
    }
}
