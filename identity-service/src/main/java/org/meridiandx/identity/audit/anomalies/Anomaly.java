package org.meridiandx.identity.audit.anomalies;

import java.time.Instant;
import java.util.List;

/// Something to have a look at. It is a reason to ask, not a verdict.
///
/// @param kind `break-glass`, `own-family-name`, `many-patients` or `refused-in-a-row`
/// @param agent id of the person; empty where a system acted on its own
/// @param patientId empty where several are concerned
/// @param count of patients for `many-patients`, else of entries
/// @param entries ids of the AuditEvents, the first twenty
record Anomaly(
        String kind,
        String agent,
        String clientId,
        String organisation,
        String patientId,
        long count,
        Instant from,
        Instant until,
        List<String> entries) {
    Anomaly {
        entries = List.copyOf(entries);
    }

    /// In one sentence.
    String text() {
        var who = agent.isEmpty() ? "System " + clientId : "User " + agent;
        return who + " of " + (organisation.isEmpty() ? "an unknown organisation" : organisation)
                + switch (kind) {
                    case "break-glass" -> " used emergency access to one patient, " + times();
                    case "own-family-name" -> " opened the record of a patient with the same family name, " + times();
                    case "many-patients" -> " reached " + count + " patients in a short time";
                    default -> " was refused " + count + " times in a row";
                };
    }

    private String times() {
        return count == 1 ? "once" : count + " times";
    }

    @Override
    public String toString() {
        return "Anomaly[" + kind + "]";
    }
}
