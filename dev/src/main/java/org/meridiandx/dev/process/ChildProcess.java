package org.meridiandx.dev.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A process that a part runs in, one life after the other.
public final class ChildProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final LogFile log;
    private volatile @Nullable Process process;

    /// @param log takes what it says
    public ChildProcess(LogFile log) {
        this.log = log;
    }

    /// Starts the process; its errors, and its output unless that is wanted here, go to the log.
    ///
    /// @throws IOException when the system refuses to
    public Process start(List<String> command, Map<String, String> environment, boolean pipeOutput, Path directory)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(Redirect.appendTo(log.path().toFile()));
        if (!pipeOutput) {
            builder.redirectOutput(Redirect.appendTo(log.path().toFile()));
        }
        builder.environment().putAll(environment);
        var started = builder.start();
        process = started;
        return started;
    }

    /// Whether it runs.
    public boolean isAlive() {
        var current = process;
        return current != null && current.isAlive();
    }

    /// Completes when it has ended.
    public CompletionStage<?> ended() {
        var current = process;
        if (current == null) {
            throw new IllegalStateException("Not started");
        }
        return current.onExit();
    }

    /// Which process it is now, if any.
    public ProcessId id() {
        var current = process;
        return current == null || !current.isAlive() ? ProcessId.NONE : ProcessId.of(current.toHandle());
    }

    /// Ends it and returns when it is gone.
    public void stop() {
        id().end(PATIENCE);
        process = null;
    }
}
