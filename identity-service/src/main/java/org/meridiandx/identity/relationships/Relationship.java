package org.meridiandx.identity.relationships;

/// An organisation told us about a patient.
///
/// @param organisation ODS code, or `facility:<code>` for a sender that is not registered
/// @param ground who says so: `registration`, `adt`
public record Relationship(String patientId, String organisation, String ground) {}
