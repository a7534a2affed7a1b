package org.meridiandx.result.copies.outlet;

import java.io.IOException;

/// The way to one recipient. Blocking; one thread at a time.
public interface Outlet extends AutoCloseable {
    /// Makes sure that the recipient can be reached, before anything is decided or told.
    ///
    /// @throws IOException where it cannot
    void open() throws IOException;

    /// Sends a message; safe to repeat with the same control id.
    Sent send(String controlId, byte[] message);

    /// What became of a message that was handed over.
    Sent outcome(String controlId);

    @Override
    void close();

    /// What became of a message.
    sealed interface Sent {
        /// The recipient has it.
        record Taken() implements Sent {}

        /// It was handed over, and is not acknowledged yet.
        record Handed() implements Sent {}

        /// Not now; the same message may be taken later.
        record Later(String cause) implements Sent {}

        /// The same message will never be taken.
        record Refused(String cause) implements Sent {}
    }
}
