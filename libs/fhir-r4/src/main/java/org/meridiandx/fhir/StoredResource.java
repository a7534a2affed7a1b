package org.meridiandx.fhir;

import java.time.Instant;
import java.util.Set;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;

/// A resource as it is kept: the bytes that are served, and what is needed to decide and to head
/// the answer.
///
/// @param id logical id
/// @param version 1 for the first
/// @param lastUpdated when this version was stored
/// @param patientId Patient.id of its patient; empty where none is known
/// @param organisations ODS codes that the record names as requester, performer or custodian
/// @param content UTF-8 JSON as served; not copied
@SuppressWarnings("ArrayRecordComponent")
public record StoredResource(
        String id, int version, Instant lastUpdated, String patientId, Set<String> organisations, byte[] content) {

    /// The same for another patient, while its row has not followed a merge yet.
    public StoredResource ofPatient(String inForce) {
        return new StoredResource(id, version, lastUpdated, inForce, organisations, content);
    }

    /// The question that decides about it, its security labels included.
    ///
    /// @param action what is to be done
    /// @param type FHIR resource type
    public AccessRequest question(Action action, String type) {
        return AccessRequest.of(action, type, patientId, organisations).labelled(SecurityLabels.of(content));
    }

    /// As an allowed decision lets it be shown: itself, or masked.
    ///
    /// @throws IllegalArgumentException where it is no JSON and would have to be masked
    public StoredResource shownBy(AccessDecision decision) {
        return Mask.of(decision, this);
    }

    /// The same with other bytes to show.
    StoredResource withContent(byte[] shown) {
        return new StoredResource(id, version, lastUpdated, patientId, organisations, shown);
    }

    @Override
    public String toString() {
        return "StoredResource[id=" + id + ", version=" + version + "]";
    }
}
