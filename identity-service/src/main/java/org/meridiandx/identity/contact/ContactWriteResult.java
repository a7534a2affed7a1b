package org.meridiandx.identity.contact;

/// What became of a change.
sealed interface ContactWriteResult {
    /// It is recorded; the first time or not.
    record Recorded(RecordedPreferences preferences) implements ContactWriteResult {}

    /// It was so already.
    record Unchanged(RecordedPreferences preferences) implements ContactWriteResult {}

    /// Somebody changed it since.
    ///
    /// @param current the version now; 0 where there is none
    record VersionConflict(int current) implements ContactWriteResult {}
}
