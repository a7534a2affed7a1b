package org.meridiandx.result.filing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// One version of a DiagnosticReport, ready to be filed.
///
/// @param id logical id
/// @param version 1 for the first
/// @param json the resource; id and meta are set when it is filed
/// @param patient whose it is
/// @param order what it answers
/// @param organisations ODS codes that may see it as their own
/// @param key what a repeat or a correction is known by; empty where the sender gave nothing to
///     tell by
/// @param contentHash of what the sender said, without what was added here
public record ReportVersion(
        String id,
        int version,
        ObjectNode json,
        PatientRef patient,
        OrderLink order,
        Set<String> organisations,
        String key,
        String contentHash)
        implements FiledVersion {
    public ReportVersion {
        organisations = Set.copyOf(organisations);
    }

    /// The next version, which only differs in whose it is.
    public ReportVersion movedTo(PatientRef other) {
        SubjectReference.move(json, other);
        return new ReportVersion(id, version + 1, json, other, order, organisations, key, contentHash);
    }

    @Override
    public String toString() {
        return "ReportVersion[id=" + id + ", version=" + version + "]";
    }
}
