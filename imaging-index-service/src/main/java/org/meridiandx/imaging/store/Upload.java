package org.meridiandx.imaging.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Set;

/// The files of one request, from their first byte until all are kept or all are gone. Used by one
/// thread at a time.
public interface Upload {
    /// Writes a stream to a temporary file, with a fixed amount of memory.
    ///
    /// @throws IOException if the stream ends badly or the disk fails
    ReceivedFile receive(InputStream content) throws IOException;

    /// Gives up a file that will not be kept.
    void drop(ReceivedFile file) throws IOException;

    /// Makes files durable at their place. When this returns, a loss of power loses none of them.
    void keep(Collection<ReceivedFile> files) throws IOException;

    /// Ends the upload once the index has committed: what it did not take is removed.
    void settle(Set<StorageKey> indexed) throws IOException;

    /// Ends an upload of which nothing was indexed.
    void discard() throws IOException;
}
