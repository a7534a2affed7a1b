package org.meridiandx.fhir;

import java.time.Instant;
import java.util.Set;

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

    @Override
    public String toString() {
        return "StoredResource[id=" + id + ", version=" + version + "]";
    }
}
