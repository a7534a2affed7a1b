package org.meridiandx.result.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Notes of a report, for which R4 has no element.
///
/// **Source:** FHIR R5 DiagnosticReport.note, as an extension.
public final class ReportNotes {
    public static final String URL = "http://hl7.org/fhir/5.0/StructureDefinition/extension-DiagnosticReport.note";
    private static final String CLINICAL_INFORMATION = "Clinical information: ";
    private static final String REASON = "Reason: ";

    private ReportNotes() {}

    public static void add(ObjectNode report, String text) {
        report.withArray("/extension")
                .addObject()
                .put("url", URL)
                .putObject("valueAnnotation")
                .put("text", text);
    }

    /// What the order said of the patient.
    public static void addClinicalInformation(ObjectNode report, String text) {
        add(report, CLINICAL_INFORMATION + text);
    }

    /// Why the order was made.
    public static void addReason(ObjectNode report, String text) {
        add(report, REASON + text);
    }

    public static boolean isNote(JsonNode extension) {
        return extension.path("url").asText().equals(URL);
    }

    /// Whether it is a note that is more than what the order said.
    public static boolean isOfResult(JsonNode extension) {
        var text = ResourceColumns.text(extension.path("valueAnnotation").path("text"));
        return isNote(extension) && !text.startsWith(CLINICAL_INFORMATION) && !text.startsWith(REASON);
    }
}
