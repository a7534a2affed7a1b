package org.meridiandx.identity.signin.keycloak;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.region.RegionTestResource;

/// Sign-in in both parts at a real Keycloak, whose realms give the claims of CIS2 and of NHS login.
@EnabledIf(
        value = "isWanted",
        disabledReason = "Sign-in at a real Keycloak is opt-in: -Dkeycloak=true or PEERS_KEYCLOAK=true")
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"),
        restrictToAnnotatedClass = true)
@QuarkusTestResource(value = IdentityTestResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = KeycloakTestResource.class, restrictToAnnotatedClass = true)
class KeycloakSignInIT {
    private static final String STAFF = "openid fhirUser user/*.rs";
    private static final String PATIENT = "openid fhirUser launch/patient patient/*.rs offline_access";
    private final Browser browser = new Browser();
    private final KeycloakPerson person = new KeycloakPerson();
    private String patientId = "";

    static boolean isWanted() {
        return Boolean.getBoolean("keycloak") || "true".equals(System.getenv("PEERS_KEYCLOAK"));
    }

    @BeforeEach
    void makeSamplePatient() {
        patientId = Browser.samplePatient();
    }

    @Test
    void shouldSignInStaffWithTheRoleThatTheRegionKnows() throws Exception {
        // Given
        var away = browser.choose(browser.authorize(browser.request(STAFF)), "cis2");

        // When
        var consent = browser.comeBack(person.signIn(away.header("Location"), "gp"));
        var tokens = browser.redeem(Browser.parameter(browser.allow(consent), "code"));

        // Then
        assertThat(tokens.statusCode()).isEqualTo(200);
        var claims = claims(tokens, "access_token");
        assertThat(claims.path("sub").asText()).isEqualTo("cis2:910000000001");
        assertThat(claims.path("organisation").asText()).isEqualTo("Y90001");
        assertThat(claims.path("role").asText()).isEqualTo("clinician");
        assertThat(claims.path("role_profile").asText()).isEqualTo("0001000");
        assertThat(claims.path("name").asText()).isEqualTo("Asha Verma");
        assertThat(claims(tokens, "id_token").path("fhirUser").asText())
                .startsWith(Browser.FHIR + "/Practitioner/")
                .endsWith(".910000000001");
        assertThat(Region.searchAs(tokens.path("access_token")).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAskStaffWithTwoRolesWhichOneTheyActIn() throws Exception {
        // Given
        var away = browser.choose(browser.authorize(browser.request(STAFF)), "cis2");
        var roles = browser.comeBack(person.signIn(away.header("Location"), "two-roles"));

        // When
        var consent = browser.submit(roles, "/oauth2/authorize/role", Map.of("role", "0002000"));
        var tokens = browser.redeem(Browser.parameter(browser.allow(consent), "code"));

        // Then
        assertThat(roles.asString()).contains("Choose your role", "Northfield Hospital");
        assertThat(claims(tokens, "access_token").path("organisation").asText()).isEqualTo("RX901");
    }

    @Test
    void shouldSignInAPatientToTheirOwnRecord() throws Exception {
        // Given
        var other = Region.createPatient(Region.freshNhsNumber(), "OTHER");
        var away = browser.choose(browser.authorize(browser.request(PATIENT)), "nhs-login");

        // When
        var consent = browser.comeBack(person.signIn(away.header("Location"), "patient"));
        var tokens = browser.redeem(Browser.parameter(browser.allow(consent), "code"));

        // Then
        assertThat(tokens.statusCode()).isEqualTo(200);
        assertThat(tokens.jsonPath().getString("patient")).isEqualTo(patientId);
        assertThat(claims(tokens, "access_token").path("sub").asText()).startsWith("nhs-login:");
        assertThat(read(tokens, patientId)).isEqualTo(200);
        assertThat(read(tokens, other)).isEqualTo(403);
        assertThat(Browser.refresh(tokens.path("refresh_token")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "cis2, one-factor, two factors",
        "cis2, no-role, role:",
        "nhs-login, half-proved, identity:",
        "nhs-login, weak-credential, second factor",
        "nhs-login, other-birth-date, record:"
    })
    void shouldLetNobodyInWhoseClaimsAreNotEnough(String provider, String name, String expected) throws Exception {
        // Given
        var away = browser.choose(browser.authorize(browser.request(STAFF)), provider);

        // When
        var refused = browser.comeBack(person.signIn(away.header("Location"), name));

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).contains(expected).doesNotContain("9990001006");
    }

    @Test
    void shouldTakeAnAnswerOfKeycloakOnceAndInTheBrowserThatBegan() throws Exception {
        // Given
        var away = browser.choose(browser.authorize(browser.request(STAFF)), "cis2");
        var back = person.signIn(away.header("Location"), "gp");

        // When
        var elsewhere = new Browser().comeBack(back);
        var first = browser.comeBack(back);
        var replayed = browser.comeBack(back);

        // Then
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(replayed.statusCode()).isEqualTo(400);
    }

    private static int read(Response tokens, String id) {
        return given().header("Authorization", "Bearer " + tokens.path("access_token"))
                .get("/fhir/R4/Patient/" + id)
                .statusCode();
    }

    private static JsonNode claims(Response tokens, String which) throws IOException {
        var token = tokens.jsonPath().getString(which);
        assertThat(token).as(tokens.asString()).isNotNull();
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
