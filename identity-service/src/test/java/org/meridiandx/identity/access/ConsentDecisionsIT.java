package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meridiandx.identity.access.Decisions.report;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.region.RegionTestResource;

/// What the patient said decides from the commit on, and no longer than it is in force.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class ConsentDecisionsIT {
    @Inject
    Facts facts;

    private Decisions decisions;

    @BeforeEach
    void connect() {
        decisions = new Decisions();
    }

    @AfterEach
    void close() {
        decisions.close();
    }

    @Test
    void shouldFollowAConsentAndItsWithdrawal() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Rudd");
        facts.registered(patientId, "Y90001", "Y90099");
        var consent = as("gp").header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(refusal(patientId, "", "active"))
                .post("/fhir/R4/Consent");
        consent.then().statusCode(201);
        var id = consent.<String>path("id");
        var refused = decisions.ask(Persona.STRANGER, report(patientId));
        var gp = decisions.ask(Persona.GP, report(patientId));
        var imaging = decisions.ask(Persona.STRANGER, report(patientId).setResourceType("ImagingStudy"));

        // When
        var stale = as("gp").header("If-Match", "W/\"7\"")
                .contentType("application/fhir+json")
                .body(refusal(patientId, id, "inactive"))
                .put("/fhir/R4/Consent/" + id)
                .statusCode();
        as("gp").header("If-Match", "W/\"1\"")
                .contentType("application/fhir+json")
                .body(refusal(patientId, id, "inactive"))
                .put("/fhir/R4/Consent/" + id)
                .then()
                .statusCode(200);

        // Then
        assertThat(refused.getReason()).isEqualTo("consent");
        assertThat(gp.getReason()).isEqualTo("registered-practice");
        assertThat(imaging.getReason()).isEqualTo("registered-practice");
        assertThat(stale).isEqualTo(412);
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("registered-practice");
        as("gp").get("/fhir/R4/Consent?patient=Patient/" + patientId).then().body("total", equalTo(1));
    }

    @Test
    void shouldFindAndWithdrawAConsentOfARecordThatWasMergedSince() {
        // Given
        var merged = createPatient(freshNhsNumber(), "Ridley");
        var survivor = createPatient(freshNhsNumber(), "Ridley");
        facts.registered(survivor, "Y90001", "Y90099");
        facts.registered(merged, "Y90001", "Y90099");
        String id = postConsent("gp", refusal(merged, "", "active")).path("id");
        facts.change(connection -> connection
                .preparedQuery("update patient set patient_id = $1, merged_into = $1 where id = $2")
                .execute(Tuple.of(survivor, merged))
                .replaceWithVoid());

        // When
        var found = as("gp").get("/fhir/R4/Consent?patient=Patient/" + survivor).jsonPath();
        var byOldId = as("gp").get("/fhir/R4/Consent?patient=Patient/" + merged).jsonPath();
        var withdrawn = as("gp").header("If-Match", "W/\"1\"")
                .contentType("application/fhir+json")
                .body(refusal(merged, id, "inactive"))
                .put("/fhir/R4/Consent/" + id);

        // Then
        assertThat(found.getList("entry.resource.id", String.class)).containsExactly(id);
        assertThat(byOldId.getList("entry.resource.id", String.class)).containsExactly(id);
        assertThat(withdrawn.statusCode()).as(withdrawn.asString()).isEqualTo(200);
    }

    @Test
    void shouldKeepAnOptOutFromUsesBeyondCareOnly() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Sayer");
        facts.registered(patientId, "Y90001");
        var named = report(patientId).addOrganisations("Y90001");
        var before = decisions.ask(Persona.GP, "secondary-use", named.clone());

        // When
        as("gp").header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Consent","status":"active",
                         "scope":{"coding":[{"code":"research"}]},
                         "category":[{"coding":[{"code":"national-data-opt-out"}]}],
                         "patient":{"reference":"Patient/%s"},
                         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode",
                                                  "code":"OPTOUT"}]}}""".formatted(patientId))
                .post("/fhir/R4/Consent")
                .then()
                .statusCode(201);

        // Then
        assertThat(before.getReason()).isEqualTo("own-organisation");
        assertThat(decisions.ask(Persona.GP, "secondary-use", named.clone()).getReason())
                .isEqualTo("opted-out");
        assertThat(decisions.ask(Persona.GP, "direct-care", report(patientId)).getReason())
                .isEqualTo("registered-practice");
        assertThat(decisions.ask(Persona.GP, "curiosity", named.clone()).getReason())
                .isEqualTo("purpose");
    }

    @Test
    void shouldRefuseAnOptOutFromAPartOnlyOrForATime() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Skerry");
        facts.registered(patientId, "Y90001");

        // When
        var answers = Stream.of(
                        "{\"purpose\":[{\"code\":\"HRESCH\"}]}",
                        "{\"period\":{\"end\":\"2030-01-01\"}}",
                        "{\"period\":{\"start\":\"2026-01-01\"}}")
                .map(provision ->
                        postConsent("gp", """
                        {"resourceType":"Consent","status":"active",
                         "scope":{"coding":[{"code":"research"}]},
                         "category":[{"coding":[{"code":"national-data-opt-out"}]}],
                         "patient":{"reference":"Patient/%s"},
                         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode",
                                                  "code":"OPTOUT"}]},
                         "provision":%s}""".formatted(patientId, provision)).statusCode())
                .toList();

        // Then
        assertThat(answers).containsExactly(422, 422, 201);
    }

    @Test
    void shouldRefuseAConsentThatSaysMoreThanDecisionsLookAt() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Tate");
        facts.registered(patientId, "Y90001");
        var nested = refusal(patientId, "", "active")
                .replace("\"type\":\"deny\",", "\"type\":\"deny\",\"provision\":[{\"type\":\"permit\"}],");

        // When
        var answers = List.of(
                postConsent("gp", nested).statusCode(),
                postConsent("stranger", refusal(patientId, "", "active")).statusCode(),
                postConsent("gp", refusal("nobody", "", "active")).statusCode());

        // Then
        assertThat(answers).containsExactly(422, 403, 403);
    }

    private static Response postConsent(String who, String body) {
        return as(who).header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(body)
                .post("/fhir/R4/Consent");
    }

    private static String refusal(String patientId, String id, String status) {
        return """
                {"resourceType":"Consent",%s"status":"%s",
                 "scope":{"coding":[{"code":"patient-privacy"}]},
                 "category":[{"coding":[{"code":"sharing"}]}],
                 "patient":{"reference":"Patient/%s"},
                 "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},
                 "provision":{"type":"deny",
                   "actor":[{"role":{"coding":[{"code":"IRCP"}]},
                     "reference":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90099"}}}],
                   "class":[{"code":"DiagnosticReport"}]}}""".formatted(id.isEmpty() ? "" : "\"id\":\"" + id + "\",", status, patientId);
    }
}
