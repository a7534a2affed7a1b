package org.meridiandx.result.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.meridiandx.result.resources.ResourceTree;

/// What a clinician wrote for the patient about a report, in plain language. It is never changed; who would say
/// something else writes another one.
///
/// @param version of the report that it was written about
/// @param isRelease whether the patient is to have the report whatever the rules say
/// @param author as a FHIR reference
/// @param authorName as the sign-in told it; may be empty
record PatientNote(
        UUID id,
        String reportId,
        int version,
        String said,
        boolean isRelease,
        String author,
        String authorName,
        String organisation,
        Instant writtenAt) {
    /// **Source:** FHIR R4 Communication.
    ObjectNode communication(String patientId) {
        var json = ResourceTree.resource("Communication").put("id", id.toString());
        json.put("status", "completed");
        json.putObject("subject").put("reference", "Patient/" + patientId);
        json.putArray("about").addObject().put("reference", "DiagnosticReport/" + reportId + "/_history/" + version);
        json.put("sent", writtenAt.toString());
        json.putArray("recipient").addObject().put("reference", "Patient/" + patientId);
        var sender = json.putObject("sender").put("reference", author);
        if (!authorName.isEmpty()) {
            sender.put("display", authorName);
        }
        json.putArray("payload").addObject().put("contentString", said);
        if (isRelease) {
            json.putArray("reasonCode").addObject().put("text", "released to the patient");
        }
        return json;
    }

    @Override
    public String toString() {
        return "PatientNote[id=" + id + "]";
    }
}
