package org.meridiandx.order.cdshooks.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class EventRetentionIT {
    private static final String ORGANISATION = "Y90077";

    PostgresDatabase database;

    @Inject
    LearningService learning;

    private void shown(int cards, int daysAgo) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.prepareStatement("""
                        insert into guidance_event (id, hook_instance, hook, client_id, organisation, content_version,
                          shown_at, kind, rule)
                        select gen_random_uuid(), gen_random_uuid(), 'order-select', 'gp', ?, '0', now() - ? * interval '1 day',
                          'advice', 'r' from generate_series(1, ?)""")) {
            statement.setString(1, ORGANISATION);
            statement.setInt(2, daysAgo);
            statement.setInt(3, cards);
            statement.executeUpdate();
        }
    }

    private int kept() throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from guidance_event where organisation = '" + ORGANISATION + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void shouldForgetAllThatIsOlderThanTheRetentionAndNothingElse() throws SQLException {
        // Given
        shown(2 * GuidanceEventRepository.BATCH + 1, 401);
        shown(3, 399);

        // When
        learning.forget().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(kept()).isEqualTo(3);
    }
}
