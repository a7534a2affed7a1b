package org.meridiandx.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One question: may the caller do this with this record?
///
/// @param action what is to be done
/// @param resourceType FHIR resource type of the record
/// @param patientId Patient.id of the patient it is about; empty where no patient is known
/// @param organisations ODS codes of the organisations that the record names as requester,
/// performer or custodian
/// @param labels codes of the record's security labels (`meta.security`)
/// @param isSearchGate whether it is only asked if a search may be asked at all; each row is
/// decided afterwards
public record AccessRequest(
        Action action,
        String resourceType,
        Optional<String> patientId,
        Set<String> organisations,
        Set<String> labels,
        boolean isSearchGate) {
    public AccessRequest {
        organisations = Set.copyOf(organisations);
        labels = Set.copyOf(labels);
    }

    /// About a record without security labels.
    public AccessRequest(Action action, String resourceType, Optional<String> patientId, Set<String> organisations) {
        this(action, resourceType, patientId, organisations, Set.of(), false);
    }

    public static AccessRequest of(Action action, String resourceType, String patientId, Set<String> organisations) {
        return new AccessRequest(
                action, resourceType, Optional.of(patientId).filter(id -> !id.isEmpty()), organisations);
    }

    /// Whether a search may be asked that names one patient. The rows are decided each.
    public static AccessRequest searchGate(String resourceType, String patientId) {
        return new AccessRequest(Action.SEARCH, resourceType, Optional.of(patientId), Set.of(), Set.of(), true);
    }

    /// The trace of a denial, where the record itself is not to be named.
    AuditEntry denied(String reason) {
        var interaction = switch (action) {
            case CREATE -> "create";
            case READ -> "read";
            case UPDATE -> "update";
            case DELETE -> "delete";
            case SEARCH -> "search-type";
        };
        var fhirAction =
                action == Action.SEARCH ? "E" : interaction.substring(0, 1).toUpperCase(Locale.ROOT);
        return new AuditEntry(
                fhirAction, interaction, "denied", reason, resourceType, List.of(), patientId.orElse(""), "");
    }

    /// The same question about a record with these security labels.
    public AccessRequest labelled(Set<String> codes) {
        return new AccessRequest(action, resourceType, patientId, organisations, codes, isSearchGate);
    }
}
