package org.meridiandx.dev.region;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meridiandx.dev.process.ProcessId;

/// The PostgreSQL server of a data directory, whoever started it.
///
/// @param data PostgreSQL's own data directory, an absolute path
record PostgresServer(Path data) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PROGRAM = "postgres";

    /// Ends sessions and shuts down in order; the usual signal to end waits for the clients to leave.
    private static final String FAST = "INT";

    private static final String IMMEDIATE = "QUIT";

    /// The server's first process, by what it says itself in its data directory; a process that has taken over its
    /// number is not mistaken for it.
    ProcessId process() {
        return recorded().filter(this::servesThis).map(ProcessId::of).orElse(ProcessId.NONE);
    }

    /// Stops the server without waiting for its clients, by ever harder means, and returns when no process of it is
    /// left. A lock file that names somebody else's process is removed: PostgreSQL would refuse to start.
    ///
    /// @return whether anything ran
    boolean stop() {
        var server = process();
        boolean ran = server.find().isPresent();
        for (String signal : List.of(FAST, IMMEDIATE)) {
            server.find().ifPresent(process -> ask(process, signal));
        }
        server.end(PATIENCE);
        var orphans = orphans();
        orphans.forEach(orphan -> ProcessId.of(orphan).end(PATIENCE));
        removeForeignLock();
        return ran || !orphans.isEmpty();
    }

    /// By signals: its control program refuses to work for root.
    private static void ask(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | TimeoutException | ExecutionException e) {
            // What follows ends it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<ProcessHandle> recorded() {
        Path file = lock();
        try {
            return Files.exists(file)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException | java.util.NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private boolean servesThis(ProcessHandle process) {
        return isPostgres(process)
                && process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                        .orElse(true);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(Path::of)
                .filter(PostgresServer::isProgram)
                .isPresent();
    }

    private static boolean isProgram(Path command) {
        return command.endsWith(PROGRAM);
    }

    /// Processes that outlived the server's first one: they work in the data directory, and nobody else's do.
    private List<ProcessHandle> orphans() {
        return ProcessHandle.allProcesses()
                .filter(PostgresServer::isPostgres)
                .filter(this::worksHere)
                .toList();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Path.of("/proc", String.valueOf(process.pid()), "cwd")
                    .toRealPath()
                    .equals(data.toRealPath());
        } catch (IOException e) {
            // It has ended, or the system does not tell.
            return false;
        }
    }

    private void removeForeignLock() {
        if (recorded().filter(process -> !servesThis(process)).isPresent()) {
            try {
                Files.deleteIfExists(lock());
            } catch (IOException e) {
                throw new RegionException(lock() + " is left from another time and cannot be deleted.", e);
            }
        }
    }

    private Path lock() {
        return data.resolve("postmaster.pid");
    }
}
