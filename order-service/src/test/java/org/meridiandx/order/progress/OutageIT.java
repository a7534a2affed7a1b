package org.meridiandx.order.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.fullBloodCount;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OutageIT {
    private static final int ATTEMPTS_MILLIS = 2_000;
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private void alter(String statement) throws Exception {
        try (var connection = database.connect();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static String statusOf(String id) {
        return as("gp").get("/fhir/R4/ServiceRequest/" + id).jsonPath().getString("status");
    }

    @Test
    void shouldCompleteTheOrderOnceTheTablesAreBack() throws Exception {
        // Given
        var id = RegionFixture.placeId(fullBloodCount(UUID.randomUUID().toString()));
        var event = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId(RegionFixture.PATIENT)
                .setReportAvailable(ReportAvailable.newBuilder()
                        .setReport(ReportRef.newBuilder()
                                .setReportId("report-1")
                                .setOrderId(id)
                                .setStatus("final")
                                .setVersion(1)));
        alter("alter table task rename to task_away");

        // When
        kafka.send(topics.results(), RegionFixture.PATIENT, event.build().toByteArray());
        Thread.sleep(ATTEMPTS_MILLIS);
        var meanwhile = statusOf(id);
        alter("alter table task_away rename to task");

        // Then
        assertThat(meanwhile).isEqualTo("active");
        await(() -> "completed".equals(statusOf(id)));
    }
}
