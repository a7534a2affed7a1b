package org.meridiandx.order.guidance.record;

import java.time.Instant;

/// A report that nobody has acknowledged in its present version.
///
/// @param id of the DiagnosticReport
/// @param title what was reported on; a code where there are no words
/// @param status of FHIR
/// @param performer ODS code of who reports; may be empty
public record OpenResult(String id, String title, String status, Instant issuedAt, String performer) {
    @Override
    public String toString() {
        return "OpenResult[" + id + "]";
    }
}
