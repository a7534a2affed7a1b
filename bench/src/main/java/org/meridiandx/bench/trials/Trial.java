package org.meridiandx.bench.trials;

import java.io.IOException;
import java.sql.SQLException;
import org.meridiandx.bench.load.Scenario;

/// One kind of work that is measured.
///
/// @param region where
/// @param measured who does it
/// @param title for people; its first word is the part that `--only` names
/// @param pace how it is offered
/// @param work made anew for each loop, with a fresh token
/// @param check what has to hold of the database afterwards
public record Trial(
        TrialRegion region, TrialRegion.MeasuredService measured, String title, Pace pace, Work work, Check check) {

    /// How work is offered.
    ///
    /// @param connections at the same time
    /// @param perSecond offered in the open loop; 0: half of what the closed loop did
    /// @param things how many of what is counted are in one piece: resources of a Bundle, else 1
    public record Pace(int connections, double perSecond, int things) {}

    /// Makes the work of one loop.
    @FunctionalInterface
    public interface Work {
        Scenario next() throws IOException;
    }

    /// Looks whether what was answered is so.
    @FunctionalInterface
    public interface Check {
        /// @return what is wrong; empty where nothing is
        String fault() throws SQLException;
    }

    /// What `--only` names.
    public String section() {
        return title.split("[ ,]", 2)[0];
    }

    /// For people, and file names.
    public String name() {
        return title + (measured.label().isEmpty() ? "" : ", " + measured.label());
    }
}
