package org.meridiandx.dev.region;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A process that a part runs in, one life after the other.
final class ChildProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final LogFile log;
    private volatile @Nullable Process process;

    ChildProcess(LogFile log) {
        this.log = log;
    }

    /// Starts the process; its errors, and its output unless that is wanted here, go to the log.
    Process start(List<String> command, Map<String, String> environment, boolean pipeOutput, Path directory)
            throws Part.PartFailedException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(Redirect.appendTo(log.path().toFile()));
        if (!pipeOutput) {
            builder.redirectOutput(Redirect.appendTo(log.path().toFile()));
        }
        builder.environment().putAll(environment);
        try {
            var started = builder.start();
            process = started;
            return started;
        } catch (IOException e) {
            throw new Part.PartFailedException("could not be started: " + e.getMessage(), e);
        }
    }

    boolean isAlive() {
        var current = process;
        return current != null && current.isAlive();
    }

    CompletionStage<?> ended() {
        var current = process;
        if (current == null) {
            throw new IllegalStateException("Not started");
        }
        return current.onExit();
    }

    ProcessId id() {
        var current = process;
        return current == null || !current.isAlive() ? ProcessId.NONE : ProcessId.of(current.toHandle());
    }

    void stop() {
        id().end(PATIENCE);
        process = null;
    }
}
