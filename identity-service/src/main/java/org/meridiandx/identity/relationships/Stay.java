package org.meridiandx.identity.relationships;

import java.time.Instant;
import java.util.Optional;

/// A stay in hospital or a visit.
///
/// @param patientId Patient.id
/// @param organisation ODS code, or `facility:<code>`
/// @param visit the sender's number of the visit (PV1-19); may be empty
/// @param toldAt when it was told; empty where that is now
public record Stay(String patientId, String organisation, String visit, Optional<Instant> toldAt) {
    public Stay(String patientId, String organisation, String visit) {
        this(patientId, organisation, visit, Optional.empty());
    }

    String source() {
        return "adt:" + organisation + "/" + visit;
    }
}
