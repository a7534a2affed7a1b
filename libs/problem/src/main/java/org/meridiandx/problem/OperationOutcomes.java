package org.meridiandx.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Tells problems as a FHIR R4 OperationOutcome.
///
/// `details.coding` holds the NHS code (**Source:** `https://fhir.nhs.uk/CodeSystem/http-error-codes`, and the Spine
/// error codes for identifiers and parameters), `diagnostics` the cause and the next step, `expression` the place.
public final class OperationOutcomes {
    private static final String HTTP_ERROR_CODES = "https://fhir.nhs.uk/CodeSystem/http-error-codes";
    private static final String SPINE_ERROR_CODES = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

    private OperationOutcomes() {}

    /// @return UTF-8 JSON
    public static byte[] toJson(List<Problem> problems) {
        return toNode(problems).toString().getBytes(StandardCharsets.UTF_8);
    }

    public static ObjectNode toNode(List<Problem> problems) {
        return toNode(problems, "error");
    }

    /// @param severity FHIR issue-severity: `error` for refusals, `warning` or `information` beside an answer
    public static ObjectNode toNode(List<Problem> problems, String severity) {
        var outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        var issues = outcome.putArray("issue");
        for (var problem : problems) {
            var issue = issues.addObject();
            issue.put("severity", severity);
            issue.put("code", problem.code().issueType());
            issue.putObject("details")
                    .putArray("coding")
                    .addObject()
                    .put("system", systemOf(problem.code()))
                    .put("code", problem.code().nhsCode());
            issue.put("diagnostics", problem.detail());
            if (!problem.expressions().isEmpty()) {
                var expression = issue.putArray("expression");
                problem.expressions().forEach(expression::add);
            }
        }
        return outcome;
    }

    private static String systemOf(ProblemCode code) {
        return switch (code) {
            case INVALID_PARAMETER,
                    INVALID_VALUE,
                    MISSING_VALUE,
                    INVALID_NHS_NUMBER,
                    INVALID_RESOURCE_ID,
                    ACCESS_DENIED,
                    NOT_FOUND,
                    GONE,
                    TOO_COSTLY -> SPINE_ERROR_CODES;
            default -> HTTP_ERROR_CODES;
        };
    }
}
