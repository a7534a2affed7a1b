package org.meridiandx.identity.relationships;

/// For which patient a record counts after a merge or its undoing.
///
/// @param version grows with each change; an older one changes nothing
public record Standing(String recordedPatientId, String patientId, long version) {}
