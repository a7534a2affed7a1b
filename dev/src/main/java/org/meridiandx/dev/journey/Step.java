package org.meridiandx.dev.journey;

import java.io.IOException;

/// One step of the journey.
interface Step {

    /// What it is about, in one line.
    String title();

    /// Plays it.
    ///
    /// @throws StepFailedException when something that has to hold does not
    void play(Script script) throws StepFailedException, IOException, InterruptedException;
}
