package org.meridiandx.result.followup;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;

/// The operation's input and output as FHIR Parameters.
record AcknowledgeParameters(Optional<Integer> version, String comment) {
    private static final int MAX_COMMENT = 4_000;

    /// @param body Parameters with `comment` (string) and `version` (integer), both optional; or
    ///     nothing
    static AcknowledgeParameters parse(byte[] body) {
        if (body.length == 0) {
            return new AcknowledgeParameters(Optional.empty(), "");
        }
        FhirJson.parse(body, Parameters.class);
        var version = Optional.<Integer>empty();
        var comment = "";
        for (var parameter : ResourceTree.parse(body).path("parameter")) {
            switch (parameter.path("name").asText()) {
                case "version" ->
                    version = Optional.of(parameter.path("valueInteger").asInt());
                case "comment" -> comment = parameter.path("valueString").asText();
                default ->
                    throw ProblemException.of(
                            ProblemCode.INVALID_PARAMETER,
                            "The operation takes comment (valueString) and version (valueInteger).",
                            "Parameters.parameter");
            }
        }
        if (comment.length() > MAX_COMMENT) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "The comment is longer than " + MAX_COMMENT + " characters.", "comment");
        }
        return new AcknowledgeParameters(version, comment.replace("\0", ""));
    }

    /// One parameter `acknowledgement` with parts per entry.
    static byte[] listed(List<Acknowledgement> all) {
        var parameters = ResourceTree.resource("Parameters");
        var list = parameters.putArray("parameter");
        for (var one : all) {
            var parts = list.addObject().put("name", "acknowledgement").putArray("part");
            parts.addObject()
                    .put("name", "report")
                    .putObject("valueReference")
                    .put("reference", "DiagnosticReport/" + one.reportId() + "/_history/" + one.version());
            parts.addObject().put("name", "version").put("valueInteger", one.version());
            parts.addObject()
                    .put("name", "acknowledgedBy")
                    .putObject("valueReference")
                    .put("reference", one.actor());
            parts.addObject().put("name", "organisation").put("valueCode", one.organisation());
            parts.addObject().put("name", "at").put("valueInstant", one.at().toString());
            if (!one.comment().isEmpty()) {
                parts.addObject().put("name", "comment").put("valueString", one.comment());
            }
        }
        if (list.isEmpty()) {
            parameters.remove("parameter");
        }
        return ResourceTree.write(parameters);
    }
}
