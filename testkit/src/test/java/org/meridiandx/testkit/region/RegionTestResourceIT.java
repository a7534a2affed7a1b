package org.meridiandx.testkit.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RegionTestResourceIT {

    IdentityStandIn identity;
    KafkaProbe probe;
    PostgresDatabase database;
    Topics topics;

    @Test
    void shouldGiveTheServiceItsSurroundings() throws Exception {
        // Then
        assertThat(setting("meridian.jwks-url")).isEqualTo(identity.jwksUrl());
        assertThat(setting("quarkus.grpc.clients.identity.port")).isEqualTo(String.valueOf(identity.grpcPort()));
        assertThat(setting("quarkus.datasource.reactive.url")).isEqualTo(database.reactiveUrl());
        assertThat(setting("meridian.region")).isEqualTo(topics.region());
        assertThat(probe.records(topics.orders())).isEmpty();
        try (var connection = database.connect()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    private static String setting(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }
}
