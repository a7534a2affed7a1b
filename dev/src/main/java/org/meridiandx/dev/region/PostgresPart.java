package org.meridiandx.dev.region;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// PostgreSQL with durable settings on a data directory that is kept, one database and role per service.
final class PostgresPart implements Part {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path data;
    private final int port;
    private final LogFile log;
    private final String password;
    private volatile @Nullable EmbeddedPostgres server;

    PostgresPart(RegionSettings settings, int port, String password) {
        this.data = settings.data().resolve("postgres");
        this.port = port;
        this.log = new LogFile(settings.logs().resolve("postgres.log"));
        this.password = password;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void start() throws PartFailedException {
        var output = Redirect.appendTo(log.path().toFile());
        try {
            var started = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(START_TIMEOUT)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    // The detail of a refused row would hold NHS numbers.
                    .setServerConfig("log_error_verbosity", "terse")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("max_wal_size", "2GB")
                    .setOutputRedirector(output)
                    .setErrorRedirector(output)
                    .start();
            server = started;
            try (var connection = started.getPostgresDatabase().getConnection()) {
                for (var service : Service.values()) {
                    createDatabase(connection, service.database());
                }
            }
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new PartFailedException("PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    @Override
    public CompletionStage<?> ended() {
        return postmaster()
                .find()
                .map(ProcessHandle::onExit)
                .<CompletionStage<?>>map(exit -> exit)
                .orElseGet(() -> CompletableFuture.completedFuture(name()));
    }

    @Override
    public void stop() {
        var running = server;
        server = null;
        var process = postmaster();
        try {
            if (running != null) {
                running.close();
            }
        } catch (IOException e) {
            // It did not stop by itself; what follows ends it.
        }
        // The server is a child of its control program, not of this one: it may outlive the word that it has stopped.
        process.end(PATIENCE);
    }

    @Override
    public RegionState.PartState state() {
        return new RegionState.PartState(name(), postmaster(), "", log.path().toString());
    }

    @Override
    public LogFile log() {
        return log;
    }

    /// The server process, by what it says itself in its data directory.
    private ProcessId postmaster() {
        return postmaster(data);
    }

    /// Finds the server process of a data directory, whoever started it.
    static ProcessId postmaster(Path data) {
        Path file = data.resolve("postmaster.pid");
        try {
            if (!Files.exists(file)) {
                return ProcessId.NONE;
            }
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            return ProcessHandle.of(pid)
                    .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                    .map(ProcessId::of)
                    .orElse(ProcessId.NONE);
        } catch (IOException | NumberFormatException e) {
            return ProcessId.NONE;
        }
    }

    private void createDatabase(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var known = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                if (known.next()) {
                    return;
                }
            }
            statement.execute("DROP ROLE IF EXISTS " + name);
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        }
    }
}
