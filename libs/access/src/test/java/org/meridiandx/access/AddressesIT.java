package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

/// Kafka is away: whatever would be written down waits in the outbox.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,identity"),
        restrictToAnnotatedClass = true)
@QuarkusTestResource(value = NoKafkaResource.class, restrictToAnnotatedClass = true)
class AddressesIT {
    IdentityStandIn identity;
    PostgresDatabase database;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/own-record/p1%00",
                "/own-record/%0Ap1",
                "/own-record/p1%7F",
                "/own-record/p1%C2%80",
                "/own-record/p1?name=%00",
                "/own-record/p1?%00=x",
                "/own-record/p%001?",
                "/nowhere/%00",
                "/open/ping?x=%00"
            })
    void shouldRefuseControlCharactersBeforeAnythingIsAskedOrWrittenDown(String path) throws Exception {
        // Given
        identity.reset();
        identity.access().relate("Y90001", "p1");
        var before = waiting();
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + Tokens.persona("gp"))
                .build();

        // When
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("control character");
        assertThat(identity.access().asked()).isEmpty();
        assertThat(waiting()).isEqualTo(before);
    }

    private long waiting() throws SQLException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery("select count(*) from outbox")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
