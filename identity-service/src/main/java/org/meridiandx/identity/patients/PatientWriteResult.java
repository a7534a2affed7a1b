package org.meridiandx.identity.patients;

import org.meridiandx.fhir.StoredResource;

/// What became of a create or update.
sealed interface PatientWriteResult {
    record Created(StoredResource resource) implements PatientWriteResult {}

    /// The same was created before.
    record Existing(StoredResource resource) implements PatientWriteResult {}

    record Updated(StoredResource resource) implements PatientWriteResult {}

    record NotFound() implements PatientWriteResult {}

    /// Somebody changed it since; `current` is the version now.
    record VersionConflict(int current) implements PatientWriteResult {}

    /// An identifier of it is another patient's, or the patient's with other content.
    record Duplicate() implements PatientWriteResult {}

    /// The record is merged into another: that one is to be changed.
    record Merged(String survivingId) implements PatientWriteResult {}

    /// The request id was used before, for another Patient.
    record Repeated() implements PatientWriteResult {}

    /// If-None-Exist names more than one.
    record ManyMatches() implements PatientWriteResult {}
}
