package org.meridiandx.identity.patients.merging.rules;

import java.util.List;

/// What became of a wish to merge or part records.
public sealed interface MergeOutcome {
    /// @param other the survivor of a merge, or the record that was parted from
    /// @param moved the records whose standing has changed: the one named, and all below it
    record Done(Lineage after, String other, List<String> moved) implements MergeOutcome {
        public Done {
            moved = List.copyOf(moved);
        }
    }

    /// It is so already; nothing changes.
    record Already(String survivor) implements MergeOutcome {}

    record Refused(Reason reason) implements MergeOutcome {}

    /// Why nothing was done.
    enum Reason {
        /// Both ids are one record.
        SAME_RECORD,
        /// The target is merged into the source: part them first.
        REVERSED,
        /// The source is merged into a third record: name that one, or part them first.
        MERGED_ELSEWHERE,
        /// The record is not merged, so it cannot be parted.
        NOT_MERGED
    }
}
