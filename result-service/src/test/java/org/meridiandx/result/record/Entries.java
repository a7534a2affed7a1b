package org.meridiandx.result.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.testkit.identity.Tokens;

/// Entries of the shared record made for these tests; synthetic patients only.
public final class Entries {
    private Entries() {}

    public static ObjectNode allergy(String number, String patientId) {
        return Results.json("""
                {"resourceType":"AllergyIntolerance",
                 "identifier":[{"system":"https://gp.example/allergy","value":"%s"}],
                 "clinicalStatus":{"coding":[{"system":
                  "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},
                 "verificationStatus":{"coding":[{"system":
                  "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification","code":"confirmed"}]},
                 "criticality":"high",
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"91936005",
                  "display":"Allergy to penicillin"}]},
                 "patient":{"reference":"Patient/%s"},"recordedDate":"2024-03-01"}""".formatted(number, patientId));
    }

    public static ObjectNode condition(String number, String patientId, String clinicalStatus) {
        return Results.json("""
                {"resourceType":"Condition",
                 "identifier":[{"system":"https://gp.example/problem","value":"%s"}],
                 "clinicalStatus":{"coding":[{"system":
                  "http://terminology.hl7.org/CodeSystem/condition-clinical","code":"%s"}]},
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"195967001","display":"Asthma"}]},
                 "subject":{"reference":"Patient/%s"},"onsetDateTime":"2015-06"}""".formatted(number, clinicalStatus, patientId));
    }

    public static ObjectNode medication(String number, String patientId) {
        return Results.json("""
                {"resourceType":"MedicationRequest","status":"active","intent":"order",
                 "identifier":[{"system":"https://gp.example/medication","value":"%s"}],
                 "medicationCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"322236009",
                  "display":"Paracetamol 500mg tablets"}]},
                 "subject":{"reference":"Patient/%s"},"authoredOn":"2026-10-01",
                 "dosageInstruction":[{"text":"Two tablets up to four times a day"}]}""".formatted(number, patientId));
    }

    /// One of each of the other types.
    public static List<ObjectNode> others(String patientId) {
        return List.of(
                Results.json("""
                        {"resourceType":"MedicationStatement","status":"active","medicationCodeableConcept":
                         {"text":"Herbal tea"},"subject":{"reference":"Patient/%s"},
                         "effectiveDateTime":"2026-01"}""".formatted(patientId)),
                Results.json("""
                        {"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":
                         "http://snomed.info/sct","code":"39114911000001105"}],"text":"Influenza vaccine"},
                         "patient":{"reference":"Patient/%s"},"occurrenceDateTime":"2025-10-03"}""".formatted(patientId)),
                Results.json("""
                        {"resourceType":"Procedure","status":"completed","code":{"coding":[{"system":
                         "http://snomed.info/sct","code":"80146002","display":"Appendectomy"}]},
                         "subject":{"reference":"Patient/%s"},"performedDateTime":"2001-05-06"}""".formatted(patientId)),
                Results.json("""
                        {"resourceType":"Encounter","status":"finished","class":{"system":
                         "http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},
                         "subject":{"reference":"Patient/%s"},
                         "period":{"start":"2025-10-03T09:00:00Z","end":"2025-10-03T09:15:00Z"}}""".formatted(patientId)),
                Results.json("""
                        {"resourceType":"CarePlan","status":"active","intent":"plan","title":"Asthma action plan",
                         "subject":{"reference":"Patient/%s"},"period":{"start":"2025-10-03"}}""".formatted(patientId)));
    }

    public static byte[] bytes(ObjectNode resource) {
        return resource.toString().getBytes(StandardCharsets.UTF_8);
    }

    public static Response post(String persona, ObjectNode resource, String... headers) {
        return Region.post(persona, resource.path("resourceType").asText(), bytes(resource), headers);
    }

    public static Response put(String persona, String id, ObjectNode resource, String ifMatch) {
        return io.restassured.RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .header("If-Match", ifMatch)
                .contentType("application/fhir+json")
                .body(bytes(resource))
                .put("/fhir/R4/" + resource.path("resourceType").asText() + "/" + id);
    }

    /// The id of what a create answered.
    public static String idOf(Response answer) {
        return answer.then().statusCode(201).extract().jsonPath().getString("id");
    }
}
