package org.meridiandx.access;

import java.util.Optional;
import java.util.Set;

/// One question: may the caller do this with this record?
///
/// @param action what is to be done
/// @param resourceType FHIR resource type of the record
/// @param patientId Patient.id of the patient it is about; empty where no patient is known
/// @param organisations ODS codes of the organisations that the record names as requester, performer or custodian
public record AccessRequest(Action action, String resourceType, Optional<String> patientId, Set<String> organisations) {
    public AccessRequest {
        organisations = Set.copyOf(organisations);
    }

    public static AccessRequest of(Action action, String resourceType, String patientId, Set<String> organisations) {
        return new AccessRequest(
                action, resourceType, Optional.of(patientId).filter(id -> !id.isEmpty()), organisations);
    }
}
