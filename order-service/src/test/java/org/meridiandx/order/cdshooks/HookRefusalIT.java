package org.meridiandx.order.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.order;
import static org.meridiandx.order.cdshooks.HookFixture.post;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// Who is not let in, and what is not taken.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class HookRefusalIT {
    private static final String GOOD = HookFixture.select(order("cpt 72133", "snomed 279039007"));
    private static final String SERVICE = Tokens.ISSUER + "/cds-services/order-select";

    IdentityStandIn identity;

    @BeforeEach
    void knowOneClient() {
        RegionFixture.knowOnePatient(identity);
        identity.clients().know(Persona.GP);
    }

    private static Tokens own() {
        return Tokens.blank().claim("iss", "gp").claim("aud", SERVICE).expiresIn(Duration.ofMinutes(2));
    }

    private static Response with(String token) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(GOOD)
                .post("/cds-services/order-select");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            "hook":"order-select";"hook":"order-sign";'hook' does not fit
            "hook":"order-select",;;'hook' is missing
            "hookInstance":";"hookInstance":"x;'hookInstance' is a UUID
            "context":{;"content":{;'context' is missing
            "userId":"Practitioner/7",;;'context.userId' is missing
            Practitioner/7;Dr Seven;'context.userId' is a reference
            "patientId":"ehr-1";"patientId":17;'context.patientId' is a text
            "patientId":"ehr-1";"patientId":"../1";'context.patientId' is the id
            "patientId":"ehr-1";"patientId":"ehr-2";another patient than context.patientId
            "selections":["ServiceRequest/draft-1"],;;'context.selections' is missing
            ["ServiceRequest/draft-1"];[7];'context.selections' lists references
            "draftOrders":{;"drafts":{;'context.draftOrders' is missing
            "resourceType":"Bundle";"resourceType":"List";'context.draftOrders' is a Bundle
            "entry":[;"entry":[{},;holds a resource
            "entry":[;"entry":{"x":[;nested
            "prefetch":{"patient":;"prefetch":{"patient":7,"other":;'prefetch.patient' is the Patient
            "birthDate":"1980-01-01";"birthDate":"1980-13-01";'prefetch.patient.birthDate' is a date
            "gender":"male";"gender":"m";'prefetch.patient.gender' is male
            "fhirServer":"https://ehr.example/fhir",;"fhirServer":"ftp://ehr.example",;'fhirServer' is the base URL
            "fhirServer":"https://ehr.example/fhir",;"fhirServer":"https://a b",;'fhirServer' is no URL
            "fhirServer":"https://ehr.example/fhir",;"fhirAuthorization":{},;'fhirAuthorization' needs fhirServer
            "fhirServer":;"fhirAuthorization":{"access_token":"x"},"fhirServer":;'fhirAuthorization.token_type' is missing
            """)
    void shouldNameWhatItCannotTake(String part, String instead, String words) {
        // Given
        assertThat(GOOD).contains(part);
        var bad = GOOD.replace(part, instead == null ? "" : instead);

        // When
        var answer = post("gp", "order-select", bad);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.asString()).contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ``
            []
            null
            {"hook":
            {"hook":"order-select","hook":"order-sign"}
            {} {}
            """)
    void shouldRefuseWhatIsNoObject(String body) {
        // When
        var answer = post("gp", "order-select", body);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    }

    @Test
    void shouldRefuseDeepAndHugeBodies() {
        // When
        var deep = post(
                "gp",
                "order-select",
                GOOD.replace(
                        "\"id\":\"draft-1\"", "\"id\":\"draft-1\",\"contained\":" + "[".repeat(200) + "]".repeat(200)));
        var huge = post(
                "gp",
                "order-select",
                GOOD.replace(
                        "\"id\":\"draft-1\"",
                        "\"id\":\"draft-1\",\"note\":[{\"text\":\"" + "x".repeat(1_100_000) + "\"}]"));

        // Then
        assertThat(deep.statusCode()).isEqualTo(400);
        assertThat(huge.statusCode()).isEqualTo(413);
    }

    @Test
    void shouldRefuseUnknownServicesAndOtherBodies() {
        // Then
        assertThat(post("gp", "order-dispatch", GOOD).statusCode()).isEqualTo(404);
        assertThat(given().header("Authorization", "Bearer " + Tokens.persona("gp"))
                        .contentType("text/plain")
                        .body(GOOD)
                        .post("/cds-services/order-select")
                        .statusCode())
                .isEqualTo(415);
        assertThat(post("auditor", "order-select", GOOD).statusCode()).isEqualTo(403);
    }

    @Test
    void shouldTakeATokenThatTheClientSignedForThisService() {
        // When
        var answer = with(own().sign());

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        HookRules.check(answer.asString());
    }

    @Test
    void shouldTakeSuchATokenOnce() {
        // Given
        var token = own().sign();
        with(token);

        // When
        var answer = with(token);

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString()).contains("jti:");
    }

    @Test
    void shouldRefuseATokenForAnotherService() {
        // When
        var answer = with(
                own().claim("aud", Tokens.ISSUER + "/cds-services/order-sign").sign());

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString()).contains("aud:");
    }

    @Test
    void shouldLetNobodyInWhileTokensCannotBeChecked() {
        // Given
        identity.clients().unavailable(true);

        // When
        var answer = with(own().sign());

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotBlank();
    }

    @Test
    void shouldRefuseATokenOfAClientWhoseTokensAreBound() {
        // Given
        identity.clients().bind(Persona.GP);

        // When
        var answer = with(own().sign());

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString()).contains("bound to a key");
    }

    @Test
    @Timeout(20)
    void shouldReadHugeCodesAndTextsWithoutTiring() {
        // Given
        var code = order("snomed 303653007", "http://hl7.org/fhir/sid/icd-10 A." + "1".repeat(200_000));
        var text = order("snomed 303653007").replace("\"subject\"", "\"reasonCode\":[{\"text\":\"%s\"}],\"subject\"");

        // When
        var byCode = post("gp", "order-select", HookFixture.select(code));
        var byOneWord = post("gp", "order-select", HookFixture.select(text.formatted("a-".repeat(200_000) + "a")));
        var byManyWords = post("gp", "order-select", HookFixture.select(text.formatted("a, ".repeat(200_000) + "a")));

        // Then
        assertThat(List.of(byCode, byOneWord, byManyWords))
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200))
                .allSatisfy(answer -> assertThat(answer.asString()).contains("is not rated yet"));
    }

    @Test
    void shouldTakeSuchATokenForNothingElse() {
        // When
        var answer =
                given().header("Authorization", "Bearer " + own().sign()).get("/fhir/R4/ServiceRequest?status=active");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void shouldAskForATokenEverywhereButAtTheList() {
        // Then
        assertThat(given().contentType("application/json")
                        .body(GOOD)
                        .post("/cds-services/order-select")
                        .statusCode())
                .isEqualTo(401);
        assertThat(given().contentType("application/json")
                        .body("{}")
                        .post("/cds-services/order-select/feedback")
                        .statusCode())
                .isEqualTo(401);
        assertThat(with(own().unsigned()).statusCode()).isEqualTo(401);
    }
}
