package org.meridiandx.dev.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Names a process for longer than it lives: a process id alone may be given to another program later.
///
/// @param pid the operating system's number; 0 for none
/// @param startedAtMillis when it started, in milliseconds since 1970; 0 where the system does not tell
public record ProcessId(long pid, long startedAtMillis) {

    /// The start is told relative to a clock that may be set meanwhile.
    private static final long START_TOLERANCE_MILLIS = 5_000;

    private static final Duration FORCED_END = Duration.ofSeconds(5);

    /// No process.
    public static final ProcessId NONE = new ProcessId(0, 0);

    /// Names a running process.
    public static ProcessId of(ProcessHandle process) {
        return new ProcessId(
                process.pid(),
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /// Finds the process, if it still runs and is not another one under the same number.
    public Optional<ProcessHandle> find() {
        return pid == 0
                ? Optional.empty()
                : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> startedWith(of(process)));
    }

    private boolean startedWith(ProcessId other) {
        return Math.abs(other.startedAtMillis - startedAtMillis) <= START_TOLERANCE_MILLIS;
    }

    /// Asks the process to end, ends it by force after the given time, and returns when it is gone.
    ///
    /// @return whether there was anything to end
    public boolean end(Duration patience) {
        var found = find();
        found.ifPresent(process -> end(process, patience));
        return found.isPresent();
    }

    private static void end(ProcessHandle process, Duration patience) {
        process.destroy();
        if (!isGone(process, patience)) {
            process.destroyForcibly();
            isGone(process, FORCED_END);
        }
    }

    private static boolean isGone(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Could not wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
