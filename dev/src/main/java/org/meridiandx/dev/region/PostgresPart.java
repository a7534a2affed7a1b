package org.meridiandx.dev.region;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.process.ChildProcess;
import org.meridiandx.dev.process.LogFile;
import org.meridiandx.dev.process.Mark;

/// PostgreSQL with durable settings on a data directory that is kept, one database and role per service.
final class PostgresPart implements Part {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Path SHELL = Path.of("/bin/sh");

    /// Stops the server when the channel to the supervisor closes, by the supervisor's death or as it lets go; asks
    /// the process under that number whose server it is, before it sends the signal for a fast shutdown.
    private static final String GUARD = """
            read -r nothing
            case $( (tr '\\0' ' ' <"/proc/$1/cmdline" || ps -o args= -p "$1") 2>/dev/null) in
            *"$2"*) kill -INT "$1" ;;
            esac
            """;

    private final RegionSettings settings;
    private final Path data;
    private final PostgresServer found;
    private final ChildProcess guard;
    private final int port;
    private final LogFile log;
    private final String password;
    private volatile @Nullable EmbeddedPostgres server;

    PostgresPart(RegionSettings settings, int port, String password) {
        this.settings = settings;
        this.data = settings.data().resolve("postgres");
        this.found = new PostgresServer(data);
        this.port = port;
        this.log = new LogFile(settings.logs().resolve("postgres.log"));
        this.guard = new ChildProcess(log);
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
            startGuard();
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
        return found.process()
                .find()
                .map(ProcessHandle::onExit)
                .<CompletionStage<?>>map(exit -> exit)
                .orElseGet(() -> CompletableFuture.completedFuture(name()));
    }

    @Override
    public void stop() {
        guard.stop();
        found.stop();
        var running = server;
        server = null;
        try {
            if (running != null) {
                running.close();
            }
        } catch (IOException e) {
            // Only its lock was left to give back.
        }
    }

    @Override
    public RegionState.PartState state() {
        return new RegionState.PartState(name(), found.process(), "", log.path().toString());
    }

    @Override
    public LogFile log() {
        return log;
    }

    private void startGuard() throws IOException {
        var process = found.process();
        if (process.find().isPresent() && Files.isExecutable(SHELL)) {
            String mark = new Mark(name(), settings.home()).argument();
            guard.start(
                    List.of(SHELL.toString(), "-c", GUARD, mark, String.valueOf(process.pid()), data.toString()),
                    Map.of(),
                    false,
                    settings.data());
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
