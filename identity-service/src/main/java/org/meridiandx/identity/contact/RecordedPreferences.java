package org.meridiandx.identity.contact;

import java.time.Instant;
import org.meridiandx.identity.contact.rules.ContactPreferences;

/// Preferences with their source.
///
/// @param version 1 for the first; counts what was said of all records of the patient
/// @param recordedBy FHIR reference of the person or system
/// @param organisation ODS code of theirs
/// @param byPatient whether the patient themself said so
record RecordedPreferences(
        ContactPreferences preferences,
        int version,
        Instant recordedAt,
        String recordedBy,
        String organisation,
        boolean byPatient) {

    @Override
    public String toString() {
        return "RecordedPreferences[version=" + version + "]";
    }
}
