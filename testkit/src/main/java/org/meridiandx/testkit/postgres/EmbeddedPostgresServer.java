package org.meridiandx.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.UUID;
import org.meridiandx.testkit.port.FreePort;

/// A PostgreSQL 18 server in a process of its own, running as any user, root included.
///
/// Most tests use [#shared()], which is started once per JVM and trades durability for speed. A test that kills
/// PostgreSQL or claims that nothing is lost uses [#startDurable()].
public final class EmbeddedPostgresServer implements AutoCloseable {

    /// Test frameworks load classes several times in one JVM; system properties are what all copies see.
    private static final String PORT_PROPERTY = "meridian.testkit.postgres.port";

    private final int port;
    private final AutoCloseable stop;

    private EmbeddedPostgresServer(int port, AutoCloseable stop) {
        this.port = port;
        this.stop = stop;
    }

    /// Returns the server of this JVM, started on first use and stopped when the JVM ends.
    public static EmbeddedPostgresServer shared() {
        synchronized (System.getProperties()) {
            Integer running = Integer.getInteger(PORT_PROPERTY);
            if (running != null) {
                return new EmbeddedPostgresServer(running, () -> {});
            }
            var started = start(false);
            System.setProperty(PORT_PROPERTY, String.valueOf(started.getPort()));
            return new EmbeddedPostgresServer(started.getPort(), () -> {});
        }
    }

    /// Starts a server of its own with `fsync`, `synchronous_commit` and `full_page_writes` on; close it after use.
    public static EmbeddedPostgresServer startDurable() {
        var started = start(true);
        return new EmbeddedPostgresServer(started.getPort(), started);
    }

    /// Creates an empty database and a role of the same name that owns it.
    ///
    /// @param prefix what the name starts with: lower-case letters, digits and underscores
    public PostgresDatabase freshDatabase(String prefix) {
        if (!prefix.matches("[a-z][a-z0-9_]{0,30}")) {
            throw new IllegalArgumentException("Not a database name: " + prefix);
        }
        String name = prefix + "_" + UUID.randomUUID().toString().substring(0, 8);
        var administration = new PostgresDatabase("localhost", port, "postgres", "postgres", "postgres");
        try (var connection = administration.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE \"" + name + "\" LOGIN PASSWORD 'test'");
            statement.execute("CREATE DATABASE \"" + name + "\" OWNER \"" + name + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException("Could not create the database " + name, e);
        }
        return new PostgresDatabase("localhost", port, name, name, "test");
    }

    /// The port that the server listens on.
    public int port() {
        return port;
    }

    @Override
    public void close() throws Exception {
        stop.close();
    }

    private static EmbeddedPostgres start(boolean durable) {
        String setting = durable ? "on" : "off";
        try {
            return EmbeddedPostgres.builder()
                    .setPort(FreePort.take())
                    .setServerConfig("fsync", setting)
                    .setServerConfig("synchronous_commit", setting)
                    .setServerConfig("full_page_writes", setting)
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "64MB")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }
}
