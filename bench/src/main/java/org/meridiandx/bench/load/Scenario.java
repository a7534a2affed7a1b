package org.meridiandx.bench.load;

import java.io.IOException;

/// Work to be measured.
public interface Scenario {

    /// What people type.
    String name();

    /// One piece of it, in a few words.
    String what();

    /// Makes what the workers need; not measured.
    ///
    /// @param pieces how many pieces of work may be asked for
    void prepare(int pieces) throws IOException, InterruptedException;

    /// Opens one connection.
    Worker open() throws IOException;
}
