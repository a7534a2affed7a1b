package org.meridiandx.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/// Tells a problem as `application/problem+json`, for everything that is not FHIR.
///
/// **Source:** RFC 9457.
public final class ProblemDetails {
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemDetails() {}

    /// @return UTF-8 JSON
    public static byte[] toJson(Problem problem) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("type", "urn:meridian:problem:" + problem.code().slug());
        json.put("title", problem.code().slug().replace('-', ' '));
        json.put("status", problem.code().httpStatus());
        json.put("detail", problem.detail());
        json.put("code", problem.code().nhsCode());
        if (!problem.expressions().isEmpty()) {
            var places = json.putArray("expressions");
            problem.expressions().forEach(places::add);
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
