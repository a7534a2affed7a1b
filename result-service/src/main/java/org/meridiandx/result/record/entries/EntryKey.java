package org.meridiandx.result.record.entries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.ResourceColumns;

/// What an entry is known by when its source sends it again.
///
/// @param source ODS code of the organisation that recorded it
/// @param key its first identifier with a system, else what it says of whom
public record EntryKey(RecordType type, String source, String key) {
    private static final String BY_IDENTIFIER = "id|";

    /// @param json as it was sent
    /// @param hash of [EntryContent]
    public static EntryKey of(RecordType type, String source, ObjectNode json, PatientRef patient, String hash) {
        for (var identifier : ResourceColumns.identifiers(json)) {
            if (!identifier.system().isEmpty()) {
                var number = BY_IDENTIFIER + identifier.system() + "|" + identifier.value();
                return new EntryKey(type, source, Fingerprint.ofLongKey(number));
            }
        }
        return new EntryKey(type, source, "content|" + patient.recordedPatientId() + "|" + hash);
    }

    /// Whether other content under this key is a change, and not another entry.
    public boolean isByIdentifier() {
        return !key.startsWith("content|");
    }

    @Override
    public String toString() {
        return "EntryKey[" + type + "]";
    }
}
