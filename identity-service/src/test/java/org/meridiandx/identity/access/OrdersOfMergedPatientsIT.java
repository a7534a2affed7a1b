package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.access.Decisions.report;
import static org.meridiandx.identity.access.Decisions.until;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderChanged;
import org.meridiandx.contracts.events.v1.OrderPlaced;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// An order opens nothing of a record that it is not about, whatever was merged and parted meanwhile.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class OrdersOfMergedPatientsIT {
    @Inject
    Pool pool;

    KafkaProbe kafka;
    Topics topics;

    private Decisions decisions;
    private String survivor;
    private String merged;

    @BeforeEach
    void connect() {
        decisions = new Decisions();
        survivor = createPatient(freshNhsNumber(), "Aske");
        merged = createPatient(freshNhsNumber(), "Aske");
    }

    @AfterEach
    void disconnect() {
        decisions.close();
    }

    @Test
    void shouldPutTheGroundBackWithItsOrder() throws Exception {
        // Given
        say(merged, placed(), Instant.now());
        awaitGroundOf(merged);
        stand(survivor);

        // When
        say(survivor, changed(), Instant.now());
        awaitHeard(survivor);
        var whileMerged = reasonFor(survivor);
        stand(merged);

        // Then
        assertThat(whileMerged).isEqualTo("performer");
        assertThat(reasonFor(survivor)).isEqualTo("no-relationship");
        assertThat(reasonFor(merged)).isEqualTo("performer");
    }

    @Test
    void shouldMoveTheGroundOfAnOrderThatWasPlacedWhileMerged() throws Exception {
        // Given
        stand(survivor);
        say(survivor, placed(), Instant.now());
        awaitGroundOf(survivor);
        stand(merged);

        // When
        say(merged, changed(), Instant.now());

        // Then
        awaitGroundOf(merged);
        assertThat(reasonFor(survivor)).isEqualTo("no-relationship");
    }

    @Test
    void shouldNotGoBackToWhatWasToldBefore() throws Exception {
        // Given
        var before = Instant.now();
        say(merged, changed(), before.plusSeconds(1));
        awaitGroundOf(merged);

        // When
        say(survivor, placed(), before);

        // Then
        awaitHeard(survivor);
        assertThat(reasonFor(survivor)).isEqualTo("no-relationship");
        assertThat(reasonFor(merged)).isEqualTo("performer");
    }

    private String reasonFor(String patientId) {
        return decisions.ask(Persona.STRANGER, report(patientId)).getReason();
    }

    private void awaitGroundOf(String patientId) throws Exception {
        assertThat(until("performer", () -> decisions.ask(Persona.STRANGER, report(patientId)))
                        .getAllowed())
                .isTrue();
    }

    /// Everything that was said about the patient was heard: another order after it was.
    private void awaitHeard(String patientId) throws Exception {
        var other = OrderRef.newBuilder()
                .setOrderId("other-" + merged)
                .setRequester("Y90001")
                .setPerformer("RX902");
        say(
                patientId,
                Event.newBuilder().setOrderPlaced(OrderPlaced.newBuilder().setOrder(other)),
                Instant.now());
        assertThat(until("performer", () -> decisions.ask(Persona.LAB, report(patientId)))
                        .getAllowed())
                .isTrue();
    }

    private OrderRef order() {
        return OrderRef.newBuilder()
                .setOrderId("o-" + merged)
                .setRequester("Y90001")
                .setPerformer("Y90099")
                .build();
    }

    private Event.Builder placed() {
        return Event.newBuilder().setOrderPlaced(OrderPlaced.newBuilder().setOrder(order()));
    }

    private Event.Builder changed() {
        return Event.newBuilder()
                .setOrderChanged(OrderChanged.newBuilder().setOrder(order()).setStatus("active"));
    }

    /// The merged record counts for this one now.
    private void stand(String inForce) {
        pool.preparedQuery("update patient set patient_id = $2, merged_into = nullif($2, $1) where id = $1")
                .execute(Tuple.of(merged, inForce))
                .await()
                .indefinitely();
    }

    private void say(String patientId, Event.Builder fact, Instant at) throws Exception {
        kafka.send(
                topics.orders(),
                patientId,
                fact.setId(UUID.randomUUID().toString())
                        .setOccurredAt(RegionEvents.timestampOf(at))
                        .setPatientId(patientId)
                        .build()
                        .toByteArray());
    }
}
