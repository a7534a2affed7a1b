package org.meridiandx.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

/// Kafka is away in all of these: what is written down waits in the outbox.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,identity"),
        restrictToAnnotatedClass = true)
@QuarkusTestResource(value = NoKafkaResource.class, restrictToAnnotatedClass = true)
class RefusalTrailIT {
    private static final int PER_MINUTE = 60;
    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void reset() throws SQLException {
        identity.reset();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("delete from outbox");
        }
    }

    @Test
    void shouldWriteDownWhoLackedWhichScope() throws Exception {
        // Given
        var token = Tokens.of(Persona.GP).scope("system/Patient.rs").sign();

        // When
        given().header("Authorization", "Bearer " + token).get("/record").then().statusCode(403);

        // Then
        assertThat(written()).singleElement().satisfies(event -> {
            assertThat(event.getAudit().getOutcome()).isEqualTo("denied");
            assertThat(event.getAudit().getOutcomeReason()).isEqualTo("insufficient-scope");
            assertThat(event.getAudit().getClientId()).isEqualTo("gp");
            assertThat(event.getAudit().getOrganisation()).isEqualTo("Y90001");
        });
    }

    @Test
    void shouldWriteDownADenialOnceAndWithItsPatient() throws Exception {
        // Given
        identity.access().refuse("Y90077", "p1");
        var token = Tokens.of(Persona.GP).organisation("Y90077").sign();

        // When
        given().header("Authorization", "Bearer " + token).get("/record").then().statusCode(403);

        // Then
        assertThat(written()).singleElement().satisfies(event -> {
            assertThat(event.getPatientId()).isEqualTo("p1");
            assertThat(event.getAudit().getInteraction()).isEqualTo("read");
            assertThat(event.getAudit().getOutcome()).isEqualTo("denied");
            assertThat(event.getAudit().getOutcomeReason()).isNotEmpty();
            assertThat(event.getAudit().getResourceType()).isEqualTo("Observation");
            assertThat(event.getAudit().getResourceIdsList()).isEmpty();
        });
    }

    @Test
    void shouldNotBeFilledByAFloodOfBadTokens() throws Exception {
        // Given
        var flood = 4 * PER_MINUTE;

        // When
        for (var i = 0; i < flood; i++) {
            given().header("Authorization", "Bearer nonsense-" + i)
                    .get("/whoami")
                    .then()
                    .statusCode(401);
        }

        // Then: the flood may have begun in one minute and ended in the next.
        assertThat(written())
                .hasSizeBetween(PER_MINUTE, 2 * PER_MINUTE + 1)
                .allSatisfy(event -> assertThat(event.getAudit().getClientId()).isEqualTo("unknown"));
    }

    private List<Event> written() throws SQLException, InvalidProtocolBufferException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery("select payload from outbox order by 1")) {
            var found = new ArrayList<Event>();
            while (rows.next()) {
                found.add(Event.parseFrom(rows.getBytes(1)));
            }
            return found;
        }
    }
}
