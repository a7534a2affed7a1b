package org.meridiandx.identity.pools;

import java.time.Instant;
import java.util.UUID;
import org.meridiandx.identity.relationships.Ground;
import org.meridiandx.identity.relationships.GroundKind;

/// An order or study that a pool is to read and report.
///
/// @param patientId the record that it was given under
/// @param until when it ends by itself, exclusive
record Assignment(UUID id, UUID poolId, Focus focus, String patientId, Instant since, Instant until) {

    /// What is to be read.
    ///
    /// @param type `ServiceRequest` or `ImagingStudy`
    record Focus(String type, String id) {
        @Override
        public String toString() {
            return type + "/" + id;
        }
    }

    /// Source of the grounds that follow from it: an order that ends is found by its end.
    String source() {
        return "pool:" + poolId + "/" + focus;
    }

    /// Why a member may see the patient's record.
    Ground groundOf(PoolMember member) {
        return new Ground(
                patientId,
                GroundKind.REPORTING_POOL,
                member.organisation(),
                member.person(),
                source(),
                since,
                java.util.Optional.of(until));
    }
}
