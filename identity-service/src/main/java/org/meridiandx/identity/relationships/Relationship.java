package org.meridiandx.identity.relationships;

/// An organisation has to do with a patient.
///
/// @param organisation ODS code, or `facility:<code>` for a sender that is not registered
/// @param ground why: `order`, `registration`, `adt`
public record Relationship(String patientId, String organisation, String ground) {}
