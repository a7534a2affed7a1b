package org.meridiandx.identity.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// A patient who is the proxy of others says in each launch for whom they use the app.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class ForWhomIT {
    private static final String SCOPE = "openid fhirUser launch/patient patient/*.cruds";
    private static final String FOR_WHOM = "/oauth2/authorize/for-whom";
    PostgresDatabase database;

    private final Browser browser = new Browser();
    private String parent = "";
    private String younger = "";
    private String older = "";
    private String teenager = "";

    @BeforeEach
    void haveChildren() {
        parent = Browser.samplePatient();
        younger = child("Yan", 3);
        older = child("Oli", 7);
        teenager = child("Tam", 13);
        for (var one : new String[] {younger, older, teenager}) {
            proxy(one, "2026-01-01", "");
        }
    }

    /// The sample patient signs in in other tests, too.
    @AfterEach
    void partFromThem() {
        for (var one : new String[] {younger, older, teenager}) {
            proxy(one, "2026-01-01", ",\"end\":\"2026-01-02\"");
        }
    }

    @Test
    void shouldLetAParentChooseForWhichChildAndHoldTheAppToIt() {
        // Given
        var picker = signedIn(SCOPE);

        // When
        var stranger = browser.submit(picker, FOR_WHOM, Map.of("patient", teenager));
        var consent = browser.submit(picker, FOR_WHOM, Map.of("patient", older));
        var tokens = browser.redeem(Browser.parameter(browser.allow(consent), "code"));

        // Then
        assertThat(picker.asString())
                .contains("for whom do you use", "(yourself)", "Yan", "Oli")
                .doesNotContain("Tam");
        assertThat(stranger.asString()).contains("for whom do you use");
        assertThat(tokens.jsonPath().getString("patient")).isEqualTo(older);
        var token = tokens.jsonPath().getString("access_token");
        assertThat(read(token, older)).isEqualTo(200);
        assertThat(read(token, younger)).isEqualTo(403);
        assertThat(read(token, parent)).isEqualTo(403);
    }

    /// A read in the audit stands for a name that somebody saw.
    @Test
    void shouldPutChildrenInTheAuditOnlyWhenTheyAreShown() throws InterruptedException {
        // Given
        var silent = browser.request(SCOPE);
        silent.put("prompt", "none");

        // When
        var own = signedIn("openid fhirUser");
        var before = reads(younger);
        var picker = browser.authorize(browser.request(SCOPE));
        var answered = browser.authorize(silent);
        browser.allow(browser.submit(picker, FOR_WHOM, Map.of("patient", parent)));

        // Then
        assertThat(own.asString()).contains("Do you allow this?");
        assertThat(before).isZero();
        assertThat(picker.asString()).contains("for whom do you use", "Yan");
        assertThat(Browser.parameter(answered, "error")).isEqualTo("interaction_required");
        assertThat(reads(younger)).isEqualTo(1);
        assertThat(reads(teenager)).isZero();
    }

    @Test
    void shouldNotTakeAParentForTheChildThemself() {
        // Given
        var consent = browser.submit(signedIn(SCOPE), FOR_WHOM, Map.of("patient", younger));
        String token = browser.redeem(Browser.parameter(browser.allow(consent), "code"))
                .path("access_token");

        // When
        var audit = given().header("Authorization", "Bearer " + token).get("/fhir/R4/AuditEvent?patient=" + younger);
        var consents = given().header("Authorization", "Bearer " + token)
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Consent","status":"active","scope":{"coding":[{
                          "system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode",
                          "code":"INFA"}]}],"patient":{"reference":"Patient/%s"},
                         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode",
                          "code":"OPTOUT"}]},"provision":{"type":"deny"}}""".formatted(younger))
                .post("/fhir/R4/Consent");

        // Then
        assertThat(audit.statusCode()).isEqualTo(403);
        assertThat(consents.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldStopWhenTheProxyDoes() {
        // Given
        var consent = browser.submit(signedIn(SCOPE), FOR_WHOM, Map.of("patient", younger));
        String token = browser.redeem(Browser.parameter(browser.allow(consent), "code"))
                .path("access_token");
        assertThat(read(token, younger)).isEqualTo(200);

        // When
        proxy(younger, "2026-01-01", ",\"end\":\"2026-01-02\"");

        // Then
        var answer = Region.eventually(
                () -> given().header("Authorization", "Bearer " + token).get("/fhir/R4/Patient/" + younger), 403);
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldGiveTheirOwnRecordToWhoChoosesThemself() {
        // Given
        var consent = browser.submit(signedIn(SCOPE), FOR_WHOM, Map.of("patient", parent));

        // When
        var tokens = browser.redeem(Browser.parameter(browser.allow(consent), "code"));

        // Then
        assertThat(tokens.jsonPath().getString("patient")).isEqualTo(parent);
        assertThat(read(tokens.jsonPath().getString("access_token"), parent)).isEqualTo(200);
    }

    private io.restassured.response.Response signedIn(String scope) {
        return browser.signIn(browser.authorize(browser.request(scope)), "patient", "patient");
    }

    private static int read(String token, String id) {
        return given().header("Authorization", "Bearer " + token)
                .get("/fhir/R4/Patient/" + id)
                .statusCode();
    }

    /// Reads of a patient by the app, once another that came later is in the audit.
    private int reads(String id) throws InterruptedException {
        var rows = new Rows(database);
        var last = UUID.randomUUID().toString();
        as("hospital-doctor").header("X-Request-ID", last).get("/fhir/R4/Patient/" + id);
        assertThat(rows.await("1", "select count(*) from audit_event where request_id = ?", last))
                .isEqualTo("1");
        return rows.number(
                "select count(*) from audit_event where patient_id = ? and client_id = 'smart-app' and action = 'R'",
                id);
    }

    private static String child(String given, int age) {
        var born = LocalDate.now(java.time.ZoneOffset.UTC).minusYears(age).minusDays(10);
        return as("hospital-doctor")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(Region.patient(freshNhsNumber(), "Thwaite", born.toString())
                        .replace("\"Sam\",\"Alex\"", "\"" + given + "\""))
                .post("/fhir/R4/Patient")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void proxy(String patientId, String from, String end) {
        as("registrar")
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[
                         {"name":"patient","valueReference":{"reference":"Patient/%s"}},
                         {"name":"proxy","valueIdentifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990001006"}},
                         {"name":"kind","valueCode":"parent"},
                         {"name":"period","valuePeriod":{"start":"%s"%s}}]}""".formatted(patientId, from, end))
                .post("/fhir/R4/Patient/$proxies")
                .then()
                .statusCode(200);
    }
}
