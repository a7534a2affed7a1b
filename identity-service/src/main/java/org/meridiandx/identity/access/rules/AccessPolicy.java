package org.meridiandx.identity.access.rules;

import java.util.Set;

/// Who may do what with which record. Deny by default; scopes are checked before, where the
/// token is.
///
/// **Source:** NHS England, legitimate relationships; architecture, section 6 (deny by default).
/// **Hazard:** a record
/// shown to the wrong organisation.
public final class AccessPolicy {
    private static final Set<String> RESULTS = Set.of("DiagnosticReport", "Observation", "Specimen", "ImagingStudy");
    private static final Set<String> PRODUCERS = Set.of("laboratory", "radiologist", "archive");
    private static final Set<String> DIRECTORY = Set.of("Organization");

    private AccessPolicy() {}

    /// Who asks, as the token said.
    ///
    /// @param patientId the patient that the caller is; empty for all others
    public record Asker(String organisation, String role, String patientId) {}

    /// What is asked.
    ///
    /// @param action SMART letter: c, r, u, d or s
    /// @param patientId empty where the record belongs to no known patient
    /// @param organisations the record's requester, performer, custodian
    /// @param isRelated whether the asker's organisation has a relationship with that patient
    public record Question(
            String resourceType, String action, String patientId, Set<String> organisations, boolean isRelated) {
        public Question {
            organisations = Set.copyOf(organisations);
        }
    }

    /// @param reason the ground, or why not
    public record Answer(boolean isAllowed, String reason) {}

    public static Answer decide(Asker asker, Question question) {
        return switch (asker.role()) {
            case "loader" -> allowed("loader");
            case "auditor" ->
                question.resourceType().equals("AuditEvent") && isLook(question) ? allowed("auditor") : denied("role");
            case "patient" -> forPatient(asker, question);
            // They look after registrations, never after records.
            case "developer", "operator" -> denied("role");
            default -> forProfessional(asker, question);
        };
    }

    private static Answer forPatient(Asker asker, Question question) {
        if (!isLook(question)) {
            return denied("role");
        }
        if (DIRECTORY.contains(question.resourceType())) {
            return allowed("directory");
        }
        var isSelf = !asker.patientId().isEmpty() && asker.patientId().equals(question.patientId());
        return isSelf ? allowed("self") : denied("no-relationship");
    }

    private static Answer forProfessional(Asker asker, Question question) {
        if (question.resourceType().equals("AuditEvent")) {
            return denied("role");
        }
        if (DIRECTORY.contains(question.resourceType())) {
            return isLook(question) ? allowed("directory") : denied("role");
        }
        if (!asker.organisation().isEmpty() && question.organisations().contains(asker.organisation())) {
            return allowed("own-organisation");
        }
        if (question.isRelated() && !question.patientId().isEmpty()) {
            return allowed("relationship");
        }
        if (question.action().equals("c")
                && RESULTS.contains(question.resourceType())
                && PRODUCERS.contains(asker.role())) {
            return allowed("producer");
        }
        return denied("no-relationship");
    }

    private static boolean isLook(Question question) {
        return question.action().equals("r") || question.action().equals("s");
    }

    private static Answer allowed(String reason) {
        return new Answer(true, reason);
    }

    private static Answer denied(String reason) {
        return new Answer(false, reason);
    }
}
