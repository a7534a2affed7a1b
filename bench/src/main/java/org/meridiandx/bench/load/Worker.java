package org.meridiandx.bench.load;

import java.io.IOException;

/// One connection of a load: does one piece of work at a time.
public interface Worker extends AutoCloseable {

    /// Does one piece of work.
    ///
    /// @return whether the answer was the right one
    boolean work() throws IOException;

    @Override
    void close() throws IOException;
}
