package org.meridiandx.imaging.store;

import java.util.Set;

/// An upload that a process began and never ended.
///
/// @param id names it to [InstanceStorage#settle]
/// @param kept what it had put into place
public record PendingUpload(String id, Set<StorageKey> kept) {
    public PendingUpload {
        kept = Set.copyOf(kept);
    }
}
