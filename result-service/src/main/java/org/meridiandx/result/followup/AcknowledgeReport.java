package org.meridiandx.result.followup;

import java.util.Optional;

/// @param version the version that was seen; empty means the current one
/// @param comment may be empty
record AcknowledgeReport(String reportId, Optional<Integer> version, String comment) {
    @Override
    public String toString() {
        return "AcknowledgeReport[" + reportId + "]";
    }
}
