package org.meridiandx.dev.region;

import java.util.concurrent.CompletionStage;
import org.meridiandx.dev.process.LogFile;

/// One thing that runs in a region: starts, becomes ready, may end unasked, is stopped.
interface Part {

    /// What people call it, e.g. `order-service`.
    String name();

    /// Starts it and returns once it can be used.
    ///
    /// @throws PartFailedException when it ended, or did not get ready in time
    void start() throws PartFailedException;

    /// Completes when it has ended, asked or unasked. Only asked for after a successful start.
    CompletionStage<?> ended();

    /// Stops it and returns once it is gone. Stopping what does not run does nothing.
    void stop();

    /// Its line in `region.json`.
    RegionState.PartState state();

    /// Where it writes what happens.
    LogFile log();

    /// A part did not start.
    final class PartFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        PartFailedException(String message) {
            super(message);
        }

        PartFailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
