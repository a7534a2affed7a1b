package org.meridiandx.bench.stand;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meridiandx.bench.load.ProcessCpu;
import org.meridiandx.dev.region.RegionException;

/// One PostgreSQL for all sides, with the durable settings of a local region, on a data directory that is kept.
public final class Database implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final String SUPERUSER = "postgres";

    private final EmbeddedPostgres server;
    private final ProcessHandle process;

    private Database(EmbeddedPostgres server, ProcessHandle process) {
        this.server = server;
        this.process = process;
    }

    /// Starts the server, after it has ended one that an earlier run left on the same data.
    public static Database start(Path home, Cores cores) throws IOException, InterruptedException {
        Path data = home.resolve("postgres");
        endLeftover(data);
        var output = Redirect.appendTo(home.resolve("postgres.log").toFile());
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(START_TIMEOUT)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "400")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                .setOutputRedirector(output)
                .setErrorRedirector(output)
                .start();
        var process = running(data).orElseThrow(() -> new RegionException("PostgreSQL is not where it should be."));
        cores.moveServer(process);
        return new Database(server, process);
    }

    /// Makes a database with an owner of the same name, unless it is there.
    ///
    /// @param fresh whether one that is there is dropped first
    public void make(String name, String password, boolean fresh) throws SQLException {
        try (var connection = connect(SUPERUSER);
                var statement = connection.createStatement()) {
            if (fresh) {
                statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
                statement.execute("DROP ROLE IF EXISTS " + name);
            }
            try (var known = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                if (known.next()) {
                    return;
                }
            }
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        }
    }

    /// A session of the superuser.
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database, SUPERUSER, SUPERUSER);
    }

    /// `host:port`.
    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /// CPU seconds so far, ended sessions included.
    public double cpuSeconds() {
        return ProcessCpu.ofTree(process);
    }

    /// CPU seconds of the sessions that are open in one database: PostgreSQL writes its name into
    /// their command line.
    public double cpuSeconds(String database) {
        return process.descendants()
                .filter(session -> ProcessCpu.commandLine(session.pid()).contains(" " + database + " "))
                .mapToDouble(session -> ProcessCpu.of(session.pid()))
                .sum();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void endLeftover(Path data) throws IOException, InterruptedException {
        var left = running(data);
        if (left.isEmpty()) {
            return;
        }
        new ProcessBuilder("sh", "-c", "kill -INT " + left.get().pid()).start().waitFor();
        try {
            left.get().onExit().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new RegionException("PostgreSQL of an earlier run does not end: process "
                    + left.get().pid());
        }
    }

    /// The first process of the server on this data, by what it says itself there.
    private static Optional<ProcessHandle> running(Path data) throws IOException {
        Path lock = data.resolve("postmaster.pid");
        return Files.exists(lock)
                ? ProcessHandle.of(Long.parseLong(
                                Files.readAllLines(lock).getFirst().strip()))
                        .filter(process -> process.info()
                                .command()
                                .filter(command -> command.endsWith("postgres"))
                                .isPresent())
                : Optional.empty();
    }
}
