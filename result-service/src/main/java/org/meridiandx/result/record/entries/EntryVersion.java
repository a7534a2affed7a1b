package org.meridiandx.result.record.entries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.result.filing.FiledVersion;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.SubjectReference;
import org.meridiandx.result.record.types.RecordType;

/// One version of an entry of the record, ready to be filed.
public record EntryVersion(String id, int version, ObjectNode json, PatientRef patient, Origin origin)
        implements FiledVersion {

    /// Where it came from.
    ///
    /// @param key with type and source
    /// @param contentHash of what was sent
    /// @param sourceUpdatedAt `meta.lastUpdated` as the source sent it; null where it did not
    public record Origin(
            EntryKey key, String contentHash, @Nullable OffsetDateTime sourceUpdatedAt) {}

    public RecordType type() {
        return origin.key().type();
    }

    /// Its source: nobody else made it or asked for it.
    @Override
    public Set<String> organisations() {
        return origin.key().source().isEmpty() ? Set.of() : Set.of(origin.key().source());
    }

    /// The next version, which only differs in whose it is.
    public EntryVersion movedTo(PatientRef other) {
        SubjectReference.move(json, other);
        return new EntryVersion(id, version + 1, json, other, origin);
    }

    /// The same with the patient in force.
    public EntryVersion in(KeptStandings standings) {
        return new EntryVersion(id, version, json, patient.in(standings), origin);
    }

    @Override
    public String toString() {
        return "EntryVersion[id=" + id + ", version=" + version + "]";
    }
}
