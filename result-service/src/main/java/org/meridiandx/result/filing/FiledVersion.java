package org.meridiandx.result.filing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/// One version of a resource, ready to be filed; id and meta are set in its JSON when it is.
public interface FiledVersion {
    String id();

    /// 1 for the first.
    int version();

    ObjectNode json();

    PatientRef patient();

    /// ODS codes of the organisations that may see it as their own.
    Set<String> organisations();

    /// Ids of those that take the place of an earlier version.
    static List<String> later(List<? extends FiledVersion> versions) {
        return versions.stream()
                .filter(version -> version.version() > 1)
                .map(FiledVersion::id)
                .toList();
    }
}
