package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.ResourceColumns;

/// How a submitted report is known again.
final class ReportKey {
    private ReportKey() {}

    /// What a repeat or correction of a report is known by: its first identifier, and its code.
    ///
    /// @return empty where it is no report, or has no identifier with a system
    static String of(ObjectNode resource) {
        if (!resource.path("resourceType").asText().equals("DiagnosticReport")) {
            return "";
        }
        for (var identifier : ResourceColumns.identifiers(resource)) {
            if (!identifier.system().isEmpty()) {
                var codes = ResourceColumns.codings(resource.path("code"));
                var code = codes.isEmpty() ? "" : codes.getFirst().value();
                return Fingerprint.ofLongKey("fhir|" + identifier.system() + "|" + identifier.value() + "|" + code);
            }
        }
        return "";
    }
}
