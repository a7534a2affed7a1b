package org.meridiandx.result.filing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// One version of an Observation, ready to be filed.
///
/// @param reportId the report it stands in; may be empty
/// @param key code, sub-id and occurrence within the report; may be empty
public record ObservationVersion(
        String id,
        int version,
        ObjectNode json,
        PatientRef patient,
        Set<String> organisations,
        String reportId,
        String key,
        String orderId)
        implements FiledVersion {
    public ObservationVersion {
        organisations = Set.copyOf(organisations);
    }

    /// The next version, which only differs in whose it is.
    public ObservationVersion movedTo(PatientRef other) {
        SubjectReference.move(json, other);
        return new ObservationVersion(id, version + 1, json, other, organisations, reportId, key, orderId);
    }

    @Override
    public String toString() {
        return "ObservationVersion[id=" + id + ", version=" + version + "]";
    }
}
