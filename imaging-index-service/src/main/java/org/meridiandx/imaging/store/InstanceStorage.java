package org.meridiandx.imaging.store;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Where DICOM files are kept: a directory here, an object store elsewhere. All methods block.
public interface InstanceStorage {
    Upload begin() throws IOException;

    /// Opens a kept file; the caller closes it.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is none, which is a loss
    SeekableByteChannel open(StorageKey key) throws IOException;

    /// Uploads that nobody has touched since a time: their process is gone.
    List<PendingUpload> pendingSince(Instant time) throws IOException;

    /// Ends a pending upload: what the index does not know is removed.
    void settle(PendingUpload pending, Set<StorageKey> indexed) throws IOException;
}
