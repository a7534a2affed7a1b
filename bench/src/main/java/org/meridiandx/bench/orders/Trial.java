package org.meridiandx.bench.orders;

import java.io.IOException;
import java.sql.SQLException;
import org.meridiandx.bench.load.Scenario;

/// One kind of work that is measured.
///
/// @param measured who does it
/// @param section as in `--only`
/// @param title for people
/// @param connections at the same time in the closed loop
/// @param perSecond offered in the open loop; 0: half of what the closed loop did
/// @param work made anew for each loop, with a fresh token
/// @param check what has to hold of the database afterwards
record Trial(
        OrderStage.Running measured,
        String section,
        String title,
        int connections,
        double perSecond,
        Work work,
        Check check) {

    /// Makes the work of one loop.
    @FunctionalInterface
    interface Work {
        Scenario next() throws IOException;
    }

    /// Looks whether what was answered is so.
    @FunctionalInterface
    interface Check {
        /// @return what is wrong; empty where nothing is
        String fault() throws SQLException;
    }

    /// For people, and file names.
    String name() {
        return section + ", " + title + (measured.label().isEmpty() ? "" : ", " + measured.label());
    }
}
