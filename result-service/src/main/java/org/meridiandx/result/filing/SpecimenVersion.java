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

    @Override
    public String toString() {
        return "SpecimenVersion[id=" + id + ", version=" + version + "]";
    }
}
