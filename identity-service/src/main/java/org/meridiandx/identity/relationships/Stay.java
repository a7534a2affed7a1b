package org.meridiandx.identity.relationships;

/// A stay in hospital or a visit.
///
/// @param patientId Patient.id
/// @param organisation ODS code, or `facility:<code>`
/// @param visit the sender's number of the visit (PV1-19); may be empty
public record Stay(String patientId, String organisation, String visit) {
    String source() {
        return "adt:" + organisation + "/" + visit;
    }
}
