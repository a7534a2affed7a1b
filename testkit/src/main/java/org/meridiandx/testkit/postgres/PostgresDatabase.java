package org.meridiandx.testkit.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/// Where a test database is and who may enter it.
public record PostgresDatabase(String host, int port, String name, String username, String password) {

    /// The address for JDBC (`quarkus.datasource.jdbc.url`).
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    /// The address for the reactive client (`quarkus.datasource.reactive.url`).
    public String reactiveUrl() {
        return "postgresql://" + host + ":" + port + "/" + name;
    }

    /// Opens a connection with auto-commit on; the caller closes it.
    public Connection connect() throws SQLException {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        source.setUser(username);
        source.setPassword(password);
        return source.getConnection();
    }
}
