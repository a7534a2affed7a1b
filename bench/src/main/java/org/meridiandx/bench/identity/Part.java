package org.meridiandx.bench.identity;

import java.io.IOException;
import java.sql.SQLException;

/// One part of the bench: starts the servers that it needs, measures, stops them.
interface Part {

    /// What people type.
    String name();

    /// @throws org.meridiandx.dev.region.RegionException when a server could not be started
    Section measure(Setting setting) throws IOException, InterruptedException, SQLException;
}
