package org.meridiandx.order.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.UUID;
import org.meridiandx.testkit.identity.Tokens;

/// Calls of hooks in the shape that an EHR sends.
final class HookFixture {
    static final String PATIENT = """
            {"resourceType":"Patient","id":"ehr-1","birthDate":"1980-01-01","gender":"male"}""";
    private static final String ORDER = """
            {"resourceType":"ServiceRequest","id":"draft-1","status":"draft","intent":"plan",
             "code":{"coding":[%s]},"subject":{"reference":"Patient/ehr-1"},"reasonCode":[%s]}""";

    private HookFixture() {}

    static String order(String code, String... reasons) {
        var list = new StringBuilder();
        for (var reason : reasons) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"coding\":[")
                    .append(coding(reason))
                    .append("]}");
        }
        return ORDER.formatted(coding(code), list).replace(",\"reasonCode\":[]", "");
    }

    /// @param code `system value`
    private static String coding(String code) {
        var parts = code.split(" ", 2);
        var system = switch (parts[0]) {
            case "snomed" -> "http://snomed.info/sct";
            case "cpt" -> "http://www.ama-assn.org/go/cpt";
            default -> parts[0];
        };
        return "{\"system\":\"" + system + "\",\"code\":\"" + parts[1] + "\"}";
    }

    /// Of an EHR with a server of its own, which sends the patient along.
    static String select(String order) {
        return call("order-select", order, "\"prefetch\":{\"patient\":" + PATIENT + "},");
    }

    static String sign(String order) {
        return call("order-sign", order, "\"prefetch\":{\"patient\":" + PATIENT + "},");
    }

    /// @param more members of the request, with a comma at the end
    static String call(String hook, String order, String more) {
        return """
                {"hook":"%s","hookInstance":"%s","fhirServer":"https://ehr.example/fhir",%s
                 "context":{"userId":"Practitioner/7","patientId":"ehr-1","selections":["ServiceRequest/draft-1"],
                  "draftOrders":{"resourceType":"Bundle","type":"collection","entry":[{"resource":%s}]}}}""".formatted(hook, UUID.randomUUID(), more, order);
    }

    /// Of an EHR that works on the region's own server.
    static String here(String hook, String patientId, String order) {
        return call(hook, order, "")
                .replace("\"fhirServer\":\"https://ehr.example/fhir\",", "")
                .replace("ehr-1", patientId);
    }

    static Response post(String persona, String service, String body) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .contentType("application/json")
                .body(body)
                .post("/cds-services/" + service);
    }

    /// A good answer, held to the rules.
    static JsonNode answer(String service, String body) {
        var answer = post("gp", service, body);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return HookRules.check(answer.asString());
    }

    static String rating(JsonNode answer) {
        return answer.at("/systemActions/0/resource/extension/0/valueCodeableConcept/coding/0/code")
                .asText("");
    }

    /// The first card about a rule.
    static JsonNode card(JsonNode answer, String rule) {
        for (var card : answer.path("cards")) {
            if (card.at("/source/topic/code").asText().equals(rule)) {
                return card;
            }
        }
        throw new AssertionError("no card about " + rule + " in " + answer.toPrettyString());
    }
}
