package org.meridiandx.identity.directory;

import org.meridiandx.fhir.StoredResource;

/// What became of one entry that was written.
public sealed interface DirectoryWriteResult {

    /// It is new.
    record Created(StoredResource resource) implements DirectoryWriteResult {}

    /// It says something else now.
    ///
    /// @param closed whether it was in use before and is not any more
    record Changed(StoredResource resource, boolean closed) implements DirectoryWriteResult {}

    /// It says that already.
    record Unchanged(StoredResource resource) implements DirectoryWriteResult {}

    /// Somebody whose word counts more keeps it.
    record KeptByOther(DirectoryEntry.Source keeper) implements DirectoryWriteResult {}

    /// It is at another version than the caller saw.
    ///
    /// @param current the version now; 0 where there is none
    record VersionConflict(int current) implements DirectoryWriteResult {}
}
