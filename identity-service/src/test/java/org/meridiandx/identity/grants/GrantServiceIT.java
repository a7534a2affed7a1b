package org.meridiandx.identity.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class GrantServiceIT {
    @Inject
    GrantService grants;

    PostgresDatabase database;

    @Test
    void shouldForgetTokensThatHaveEndedLongBeforeTheirGrant() throws Throwable {
        // Given
        var ended = "interval '-1 minute'";
        var live = "interval '1 minute'";
        run(
                grant("g-live", "interval '90 days'"),
                token("t-ended", "g-live", ended),
                token("t-live", "g-live", live),
                grant("g-ended", ended),
                token("t-of-ended", "g-ended", ended));

        // When
        VertxContextSupport.subscribeAndAwait(grants::forget);

        // Then
        assertThat(left("select id from person_grant where id like 'g-%'")).containsExactly("g-live");
        assertThat(left("select token_id from granted_token where token_id like 't-%'"))
                .containsExactly("t-live");
    }

    private static String grant(String id, String end) {
        return "insert into person_grant (id, client_id, subject, session_hash, details, is_offline, created_at, expires_at)"
                + " values ('" + id + "', 'c', 's', 'h', '{}', true, now(), now() + " + end + ")";
    }

    private static String token(String id, String grant, String end) {
        return "insert into granted_token (token_id, grant_id, expires_at) values ('" + id + "', '" + grant
                + "', now() + " + end + ")";
    }

    private void run(String... statements) throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            for (var text : statements) {
                statement.execute(text);
            }
        }
    }

    private List<String> left(String query) throws Exception {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(query)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
