package org.meridiandx.access;

import java.util.List;

/// What happened to one patient's records in one request.
///
/// @param action FHIR audit-event-action: C, R, U, D or E
/// @param interaction FHIR restful-interaction (`read`, `search-type`, `create`, ...) or an operation's name
/// @param outcome `ok`, `denied` or `failed`
/// @param reason a problem slug or the ground of the decision; may be empty
/// @param resourceType FHIR resource type
/// @param resourceIds ids of the records; may be empty
/// @param patientId Patient.id; empty where no patient is known
/// @param queryShape names of the search parameters, never their values
public record AuditEntry(
        String action,
        String interaction,
        String outcome,
        String reason,
        String resourceType,
        List<String> resourceIds,
        String patientId,
        String queryShape) {
    public AuditEntry {
        resourceIds = List.copyOf(resourceIds);
    }

    boolean isDenied() {
        return outcome.equals("denied");
    }

    public static AuditEntry read(String resourceType, String id, String patientId) {
        return new AuditEntry("R", "read", "ok", "", resourceType, List.of(id), patientId, "");
    }

    public static AuditEntry search(String resourceType, List<String> ids, String patientId, String queryShape) {
        return new AuditEntry("E", "search-type", "ok", "", resourceType, ids, patientId, queryShape);
    }

    public static AuditEntry change(
            String action, String interaction, String resourceType, String id, String patientId) {
        return new AuditEntry(action, interaction, "ok", "", resourceType, List.of(id), patientId, "");
    }

    public static AuditEntry denied(
            String interaction, String resourceType, String id, String patientId, String reason) {
        return new AuditEntry("R", interaction, "denied", reason, resourceType, List.of(id), patientId, "");
    }
}
