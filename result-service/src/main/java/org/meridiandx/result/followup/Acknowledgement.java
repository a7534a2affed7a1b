package org.meridiandx.result.followup;

import java.time.Instant;

/// Who acknowledged which version of a report, and when.
///
/// @param actor the person as a reference where the token names one, else the system
/// @param organisation ODS code
/// @param comment may be empty
record Acknowledgement(String reportId, int version, String actor, String organisation, Instant at, String comment) {
    @Override
    public String toString() {
        return "Acknowledgement[" + reportId + "/" + version + "]";
    }
}
