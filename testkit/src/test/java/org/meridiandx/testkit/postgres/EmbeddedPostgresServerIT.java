package org.meridiandx.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresServerIT {

    @Test
    void shouldKeepFreshDatabasesApart() throws SQLException {
        // Given
        var server = EmbeddedPostgresServer.shared();
        var first = server.freshDatabase("orders");
        var second = server.freshDatabase("orders");

        // When
        try (var connection = first.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE thing (id int)");
        }

        // Then
        assertThat(query(second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
        assertThat(query(first, "SHOW server_version")).startsWith("18.");
        assertThat(EmbeddedPostgresServer.shared().port()).isEqualTo(server.port());
    }

    @Test
    void shouldSyncToDiskWhenDurable() throws Exception {
        // When
        try (var server = EmbeddedPostgresServer.startDurable()) {
            var database = server.freshDatabase("durable");

            // Then
            assertThat(query(database, "SHOW fsync")).isEqualTo("on");
            assertThat(query(database, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(database, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void shouldRefuseANameThatWouldNeedQuoting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedPostgresServer.shared().freshDatabase("x\"; DROP"));
    }

    private static String query(PostgresDatabase database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
