package org.meridiandx.imaging.store;

import java.nio.file.Path;

/// A file that was received and is not kept yet.
///
/// @param key what it will be called
/// @param content where its bytes are for the moment
/// @param bytes how many there are
/// @param sha256 their checksum; not to be modified
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedFile(StorageKey key, Path content, long bytes, byte[] sha256) {
    @Override
    public String toString() {
        return "ReceivedFile[key=" + key + ", bytes=" + bytes + "]";
    }
}
