package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.access.Decisions.report;
import static org.meridiandx.identity.access.Decisions.until;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderChanged;
import org.meridiandx.contracts.events.v1.OrderCompleted;
import org.meridiandx.contracts.events.v1.OrderPlaced;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// An order opens a record to who carries it out, and for how long.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class OrderDecisionsIT {
    KafkaProbe kafka;
    Topics topics;

    private Decisions decisions;

    @BeforeEach
    void connect() {
        decisions = new Decisions();
    }

    @AfterEach
    void putBack() {
        decisions.close();
        MovedClock.reset();
    }

    @Test
    void shouldOpenTheRecordToThePerformerAndOnlyTheOrderToWhoAsked() throws Exception {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Iveson");
        var before = decisions.ask(Persona.LAB, report(patientId));

        // When
        say(patientId, placed("o-" + patientId, "Y90001", "RX902"));

        // Then
        assertThat(before.getReason()).isEqualTo("no-relationship");
        var lab = until("performer", () -> decisions.ask(Persona.LAB, report(patientId)));
        assertThat(lab.getAllowed()).isTrue();
        assertThat(lab.getPolicyVersion()).isNotEmpty();
        assertThat(decisions.ask(Persona.GP, report(patientId)).getReason()).isEqualTo("no-relationship");
        var gate = decisions.ask(Persona.GP, report(patientId).setAction("s").setSearchGate(true));
        assertThat(gate.getReason()).isEqualTo("requester");
        assertThat(gate.getObligationsList()).containsExactly("filter");
        assertThat(decisions
                        .ask(Persona.GP, report(patientId).addOrganisations("Y90001"))
                        .getReason())
                .isEqualTo("own-organisation");
    }

    @Test
    void shouldMakeNoGroundForWhoAsksItself() throws Exception {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Jessop");

        // When
        say(patientId, placed("o-" + patientId, "Y90099", "Y90099"));
        say(patientId, placed("p-" + patientId, "RX901", "RX902"));

        // Then
        until("performer", () -> decisions.ask(Persona.LAB, report(patientId)));
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("no-relationship");
    }

    @Test
    void shouldCloseSomeDaysAfterTheOrderIsCompletedAndAtOnceWhenItIsRevoked() throws Exception {
        // Given
        var completed = createPatient(freshNhsNumber(), "Kirk");
        var revoked = createPatient(freshNhsNumber(), "Lamb");
        var order = placed("c-" + completed, "Y90001", "RX902").getOrderPlaced().getOrder();
        var other = placed("r-" + revoked, "Y90001", "RX902").getOrderPlaced().getOrder();
        say(completed, placed("c-" + completed, "Y90001", "RX902"));
        say(revoked, placed("r-" + revoked, "Y90001", "RX902"));
        until("performer", () -> decisions.ask(Persona.LAB, report(revoked)));

        // When
        say(
                completed,
                Event.newBuilder().setOrderCompleted(OrderCompleted.newBuilder().setOrder(order)));
        say(
                revoked,
                Event.newBuilder()
                        .setOrderChanged(
                                OrderChanged.newBuilder().setOrder(other).setStatus("revoked")));
        var afterRevoked = until("no-relationship", () -> decisions.ask(Persona.LAB, report(revoked)));
        MovedClock.move(Duration.ofDays(29));
        var inTheTail = decisions.ask(Persona.LAB, report(completed));
        MovedClock.move(Duration.ofDays(2));
        var afterTheTail = decisions.ask(Persona.LAB, report(completed));

        // Then
        assertThat(afterRevoked.getAllowed()).isFalse();
        assertThat(inTheTail.getReason()).isEqualTo("performer");
        assertThat(afterTheTail.getReason()).isEqualTo("no-relationship");
    }

    @Test
    void shouldCloseToThePerformerThatAnotherReplaced() throws Exception {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Moss");
        say(patientId, placed("o-" + patientId, "Y90001", "Y90099"));
        until("performer", () -> decisions.ask(Persona.STRANGER, report(patientId)));

        // When
        var moved = placed("o-" + patientId, "Y90001", "RX902").getOrderPlaced().getOrder();
        say(
                patientId,
                Event.newBuilder()
                        .setOrderChanged(
                                OrderChanged.newBuilder().setOrder(moved).setStatus("active")));

        // Then
        until("performer", () -> decisions.ask(Persona.LAB, report(patientId)));
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("no-relationship");
    }

    private static Event.Builder placed(String id, String requester, String performer) {
        var order = OrderRef.newBuilder().setOrderId(id).setRequester(requester).setPerformer(performer);
        return Event.newBuilder().setOrderPlaced(OrderPlaced.newBuilder().setOrder(order));
    }

    private void say(String patientId, Event.Builder fact) {
        Events.tell(kafka, topics.orders(), patientId, fact);
    }
}
