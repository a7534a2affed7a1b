package org.meridiandx.bench.trials;

/// Who does the work.
public interface Measured {

    /// For people; empty where there is only one.
    String label();

    /// The service's process.
    ProcessHandle service();

    /// CPU seconds so far.
    PartCpu cpu();
}
