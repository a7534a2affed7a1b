package org.meridiandx.identity.audit.looks;

import java.time.Instant;

/// One access to a patient's record, as the log has it.
///
/// @param entry id of the AuditEvent
/// @param storedAt when it was written down; the order of the list
/// @param organisation name, or the ODS code where no name is known
/// @param record FHIR type of what was looked at
record Look(
        String entry,
        Instant recorded,
        Instant storedAt,
        String organisation,
        String role,
        String purpose,
        String action,
        String interaction,
        String outcome,
        String record) {

    @Override
    public String toString() {
        return "Look[" + entry + "]";
    }
}
