package org.meridiandx.bench.identity;

/// One part of the bench: starts the servers that it needs, measures, stops them.
interface Part {

    /// What people type.
    String name();

    /// @throws Exception when something could not be started or measured
    Section measure(Setting setting) throws Exception;
}
