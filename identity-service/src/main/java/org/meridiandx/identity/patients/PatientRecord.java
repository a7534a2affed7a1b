package org.meridiandx.identity.patients;

import java.time.Instant;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.merging.rules.Lineage;
import org.meridiandx.identity.patients.values.TrustOrder;

/// A patient's record as it is kept.
///
/// @param resource as it is served
/// @param ownContent what the record says for itself, whole; not copied
/// @param fingerprint of the content as it was sent last
/// @param word on whose word it stands
/// @param merge what it is merged into
@SuppressWarnings("ArrayRecordComponent")
public record PatientRecord(StoredResource resource, byte[] ownContent, String fingerprint, Word word, Merge merge) {

    /// Who said it last, when, and what that source is to the patient.
    public record Word(String source, TrustOrder.Kind kind, Instant at) {}

    /// @param into the next record of the chain; empty where it stands for itself
    /// @param reason as whoever merged it gave it; may be empty
    public record Merge(Optional<String> into, Optional<Instant> at, String reason, long standingVersion) {
        static final Merge NONE = new Merge(Optional.empty(), Optional.empty(), "", 0);
    }

    public String id() {
        return resource.id();
    }

    Patient own() {
        return FhirJson.read(ownContent, Patient.class);
    }

    Lineage.Member member() {
        return new Lineage.Member(id(), merge.into(), merge.at());
    }

    @Override
    public String toString() {
        return "PatientRecord[" + id() + "]";
    }
}
