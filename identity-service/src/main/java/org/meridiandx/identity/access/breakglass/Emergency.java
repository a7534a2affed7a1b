package org.meridiandx.identity.access.breakglass;

import java.time.Instant;
import java.util.UUID;

/// A record opened in an emergency.
///
/// @param person FHIR reference of who opened it
/// @param reason in their words; for the privacy officer only
record Emergency(
        UUID id,
        String patientId,
        String organisation,
        String person,
        String clientId,
        String role,
        String reason,
        Instant openedAt,
        Instant until) {
    @Override
    public String toString() {
        return "Emergency[" + id + "]";
    }
}
