package org.meridiandx.result.filing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// One version of a Specimen, ready to be filed.
///
/// @param reportId the report it came with; may be empty
/// @param key what it is known by within its report; may be empty
public record SpecimenVersion(
        String id,
        int version,
        ObjectNode json,
        PatientRef patient,
        Set<String> organisations,
        String reportId,
        String key)
        implements FiledVersion {
    public SpecimenVersion {
        organisations = Set.copyOf(organisations);
    }

    /// The next version, which only differs in whose it is.
    public SpecimenVersion movedTo(PatientRef other) {
        SubjectReference.move(json, other);
        return new SpecimenVersion(id, version + 1, json, other, organisations, reportId, key);
    }

    @Override
    public String toString() {
        return "SpecimenVersion[id=" + id + ", version=" + version + "]";
    }
}
