package org.meridiandx.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;

/// Requests in the shape that a GP system sends, for the tests of this service.
public final class RegionFixture {
    public static final String PATIENT = "patient-1";
    public static final String NHS_NUMBER = "9990000018";
    public static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
    public static final String NHS = "https://fhir.nhs.uk/Id/nhs-number";

    /// What `$cancel` is given.
    public static final String REASON =
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"reason\",\"valueString\":\"asked twice\"}]}";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RegionFixture() {}

    /// Lets the region know the one patient of these tests, alive and with nothing else told.
    public static void knowOnePatient(IdentityStandIn identity) {
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1980-01-01");
    }

    public static RequestSpecification as(String persona) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .header("X-Request-ID", UUID.randomUUID().toString());
    }

    public static RequestSpecification sending(String persona, String body) {
        return as(persona).contentType("application/fhir+json; charset=utf-8").body(body);
    }

    /// Places a new request as the GP.
    public static JsonPath place(String body) {
        var answer = sending("gp", body).post("/fhir/R4/ServiceRequest");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        return answer.jsonPath();
    }

    public static String placeId(String body) {
        return place(body).getString("id");
    }

    /// Waits for what an event brings about.
    public static void await(Callable<Boolean> condition) throws Exception {
        var end = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            Thread.sleep(100);
        }
    }

    public static String ctChest(String placer) {
        return """
                {"resourceType":"ServiceRequest","status":"active","intent":"order","priority":"urgent",
                 "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PLAC"}]},
                   "system":"urn:example:gp","value":"%s"}],
                 "requisition":{"system":"urn:example:gp","value":"REQ-%s"},
                 "category":[{"coding":[{"system":"http://snomed.info/sct","code":"363679005"}]}],
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"169069000","display":"CT of chest"}]},
                 "subject":{"reference":"Patient/patient-1"},
                 "authoredOn":"2026-11-20T09:00:00Z",
                 "requester":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}},
                 "performer":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX901"}}],
                 "reasonCode":[{"text":"Suspected cancer of the lung"}],
                 "note":[{"text":"Cough for six weeks"}]}
                """.formatted(placer, placer);
    }

    public static String fullBloodCount(String placer) {
        return """
                {"resourceType":"ServiceRequest","status":"active","intent":"order",
                 "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PLAC"}]},
                   "system":"urn:example:gp","value":"%s"}],
                 "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB"}]}],
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"26604007"}]},
                 "subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}},
                 "requester":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}}}
                """.formatted(placer);
    }

    /// Two tests that are asked for together.
    public static String orderSet(String requisition, String placer) {
        return """
                {"resourceType":"RequestGroup","status":"active","intent":"order","priority":"routine",
                 "identifier":[{"system":"urn:example:set","value":"%1$s"}],
                 "groupIdentifier":{"system":"urn:example:gp","value":"%1$s"},
                 "subject":{"reference":"Patient/patient-1"},"authoredOn":"2026-11-20T09:00:00Z",
                 "contained":[
                  {"resourceType":"PractitionerRole","id":"gp","practitioner":{"display":"Dr Field"},
                   "organization":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}}},
                  {"resourceType":"ServiceRequest","id":"a","status":"active","intent":"order",
                   "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PLAC"}]},
                     "system":"urn:example:gp","value":"%2$s"}],
                   "category":[{"coding":[{"system":"http://snomed.info/sct","code":"108252007"}]}],
                   "code":{"coding":[{"system":"http://snomed.info/sct","code":"26604007"}]},
                   "requester":{"reference":"#gp"}},
                  {"resourceType":"ServiceRequest","id":"b","status":"active","intent":"order",
                   "category":[{"coding":[{"system":"http://snomed.info/sct","code":"108252007"}]}],
                   "code":{"coding":[{"system":"http://snomed.info/sct","code":"1000621000000104"}]}}],
                 "action":[{"resource":{"reference":"#a"}},{"resource":{"reference":"#b"}}]}
                """.formatted(requisition, placer);
    }
}
