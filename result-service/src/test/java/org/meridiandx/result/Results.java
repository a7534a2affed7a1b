package org.meridiandx.result;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/// FHIR resources made for these tests; synthetic patients only.
public final class Results {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Results() {}

    public static ObjectNode observation(String number, String nhsNumber) {
        return json("""
                {"resourceType":"Observation","status":"final",
                 "identifier":[{"system":"https://lab.example/line","value":"%s"}],
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"1001371000000100"}]},
                 "subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},
                 "effectiveDateTime":"2026-11-21T09:00:00Z",
                 "valueQuantity":{"value":5.10,"unit":"mg/L","system":"http://unitsofmeasure.org","code":"mg/L"}}""".formatted(number, nhsNumber));
    }

    public static ObjectNode observation(String number) {
        return observation(number, Samples.NHS_NUMBER);
    }

    public static ObjectNode report(String number, String status, String conclusion) {
        return json("""
                {"resourceType":"DiagnosticReport","status":"%2$s",
                 "identifier":[{"system":"https://lab.example/report","value":"%1$s"}],
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"721981007"}]},
                 "subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%4$s"}},
                 "issued":"2026-11-21T10:00:00Z","conclusion":"%3$s"}""".formatted(number, status, conclusion, Samples.NHS_NUMBER));
    }

    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException malformed) {
            throw new AssertionError(malformed);
        }
    }

    public static ObjectNode specimen(String number) {
        return json("""
                {"resourceType":"Specimen","status":"available",
                 "identifier":[{"system":"https://lab.example/specimen","value":"%s"}],
                 "type":{"coding":[{"system":"http://snomed.info/sct","code":"119297000"}]},
                 "subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},
                 "collection":{"collectedDateTime":"2026-11-21T08:00:00Z"}}""".formatted(number, Samples.NHS_NUMBER));
    }
}
