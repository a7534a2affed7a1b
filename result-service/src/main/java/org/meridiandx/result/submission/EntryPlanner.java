package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.record.entries.EntryKey;
import org.meridiandx.result.record.entries.EntryVersion;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.submission.Submitted.Outcome;

/// Decides what becomes of the entries of the shared record: each is known again by what its source knows it by.
///
/// **Hazard:** an older copy of an allergy that takes the place of a newer one; one of two under one number lost.
final class EntryPlanner {
    private final Submission submission;
    private final Map<EntryKey, EntryVersion> onRecord;
    private final Map<EntryKey, Planned> planned = new HashMap<>();
    private final List<EntryVersion> entries = new ArrayList<>();

    EntryPlanner(Submission submission, Map<EntryKey, EntryVersion> onRecord) {
        this.submission = submission;
        this.onRecord = onRecord;
    }

    /// @throws ProblemException 409 where the number is taken, here or on record, or a later version is on record
    Submitted plan(Resolved item, EntryKey key) {
        var before = planned.get(key);
        if (before == null) {
            var outcome = decide(item, onRecord.get(key));
            planned.put(key, new Planned(outcome, item.contentHash()));
            return outcome;
        }
        if (!before.contentHash().equals(item.contentHash())) {
            throw ProblemException.of(
                    ProblemCode.DUPLICATE,
                    "Two entries have the same first identifier and other content. Give each its own.",
                    item.item().place());
        }
        var first = before.outcome();
        return new Submitted(first.type(), first.id(), first.version(), Outcome.EXISTING);
    }

    /// What becomes of an entry that stands before others here.
    private record Planned(Submitted outcome, String contentHash) {}

    private Submitted decide(Resolved item, @Nullable EntryVersion known) {
        if (known == null) {
            return new Submitted(item.type(), UUID.randomUUID().toString(), 1, Outcome.CREATED);
        }
        var isTold = !known.origin().key().isByIdentifier()
                || known.origin().contentHash().equals(item.contentHash());
        if (!known.patient().isSameAs(item.match().patient())) {
            throw duplicate(item, "The number of this entry is taken by an entry of another patient.");
        }
        if (isTold) {
            return new Submitted(item.type(), known.id(), known.version(), Outcome.EXISTING);
        }
        if (!item.item().mayUpdate() && submission.kind() != Submission.Kind.MESSAGE) {
            throw duplicate(item, "An entry with this number and other content is on record.");
        }
        var updated = updatedAt(item);
        if (updated != null
                && known.origin().sourceUpdatedAt() != null
                && updated.isBefore(known.origin().sourceUpdatedAt())) {
            throw duplicate(item, "A later version of this entry is on record (meta.lastUpdated).");
        }
        return new Submitted(item.type(), known.id(), known.version() + 1, Outcome.UPDATED);
    }

    /// @param json with its patient and its references in their final form
    void file(Resolved item, EntryKey key, Submitted outcome, ObjectNode json) {
        if (outcome.outcome() != Outcome.EXISTING) {
            var known = onRecord.get(key);
            var patient = known == null
                    ? item.match().patient()
                    : owner(known, item.match().patient());
            entries.add(new EntryVersion(
                    outcome.id(),
                    outcome.version(),
                    json,
                    patient,
                    new EntryVersion.Origin(key, item.contentHash(), updatedAt(item))));
        }
    }

    List<EntryVersion> entries() {
        return entries;
    }

    /// All versions of an entry stay with the record that it was filed under first.
    private static PatientRef owner(EntryVersion known, PatientRef said) {
        return new PatientRef(
                said.patientId(), said.nhsNumber(), known.patient().recordedPatientId(), said.standingVersion());
    }

    private static @Nullable OffsetDateTime updatedAt(Resolved item) {
        return ResourceColumns.time(item.item().json().at("/meta/lastUpdated"));
    }

    private static ProblemException duplicate(Resolved item, String what) {
        return ProblemException.of(
                ProblemCode.DUPLICATE,
                what + " To change one read it and send PUT with If-Match, or PUT [type]?identifier= in a Bundle.",
                item.item().place());
    }
}
