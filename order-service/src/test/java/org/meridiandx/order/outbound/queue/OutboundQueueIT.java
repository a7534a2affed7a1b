package org.meridiandx.order.outbound.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// The queue of orders to partners: what goes before what, what holds up what, and what is forgotten.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OutboundQueueIT {
    private static final String OTHER = "patient-2";
    private static final String OTHER_NHS_NUMBER = "9990000026";
    private final PartnerStandIn partner = new PartnerStandIn();

    @Inject
    OutboundHousekeeping housekeeping;

    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void knowThePartner() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().add(OTHER, OTHER_NHS_NUMBER, "1990-01-01");
        rows().execute(
                        "insert into outbound_partner (ods, host, port, tls) values ('RX901', 'localhost', ?, false)",
                        partner.port());
    }

    @AfterEach
    void forgetThePartner() throws Exception {
        rows().execute("delete from outbound_order");
        rows().execute("delete from outbound_partner");
        partner.close();
    }

    private Rows rows() {
        return new Rows(database);
    }

    private static String order() {
        return ctChest(UUID.randomUUID().toString());
    }

    private static String ofOther() {
        return order().replace("Patient/patient-1", "Patient/" + OTHER);
    }

    private static void change(String id, String from, String to) {
        var there = as("gp").get("/fhir/R4/ServiceRequest/" + id);
        var answer = sending("gp", there.asString().replace(from, to))
                .header("If-Match", there.getHeader("ETag"))
                .put("/fhir/R4/ServiceRequest/" + id);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    private static void cancel(String id) {
        assertThat(sending("gp", RegionFixture.REASON)
                        .post("/fhir/R4/ServiceRequest/" + id + "/$cancel")
                        .statusCode())
                .isEqualTo(200);
    }

    private String stateOf(String id) {
        return rows().text("select string_agg(state, ',' order by seq) from outbound_order where order_id = ?", id);
    }

    @Test
    void shouldWriteATimeWithoutSecondsAndWhatIsBehindIt() throws Exception {
        // When
        var odd = RegionFixture.placeId(order().replace("2026-11-20T09:00:00Z", "2026-01-01T10:00Z"));
        var good = RegionFixture.placeId(ofOther());

        // Then
        await(() -> stateOf(odd).equals("sent") && stateOf(good).equals("sent"));
        assertThat(partner.values("ORC", 9)).containsExactly("202601011000+0000", "20261120090000+0000");
    }

    @Test
    void shouldSetAsideWhatCannotBeWrittenWithThoseOfItsOrderAndSendTheOthers() throws Exception {
        // Given
        var id = RegionFixture.placeId(order());
        change(id, "Cough for six weeks", "Cough for eight weeks");
        await(() -> stateOf(id).equals("sent,sent"));
        rows().execute("update service_request_history set content = 'no JSON' where id = ? and version = 1", id);

        // When
        rows().execute("""
                insert into outbound_order (partner, order_id, order_version, patient_id, requester, control, state)
                select 'RX901', ?, version, 'patient-1', 'Y90001', 'XO', 'waiting'
                from generate_series(1, 2) version order by version""", id);
        var other = RegionFixture.placeId(ofOther());

        // Then
        await(() -> stateOf(other).equals("sent"));
        assertThat(stateOf(id)).isEqualTo("sent,sent,dead,held");
        assertThat(as("gp").get("/orders/outbound?state=dead").jsonPath().getString("[0].cause"))
                .startsWith("cannot be written");
    }

    @Test
    void shouldNotLetACancellationOvertakeItsOrderWhenItsPatientIsAnotherOneSince() throws Exception {
        // Given
        partner.stop();
        var id = RegionFixture.placeId(order());
        cancel(id);
        await(() -> rows().number("select count(*) from outbound_order where order_id = ? and payload is not null", id)
                == 2);
        // The attempt that is counted takes the first one from whoever has it in hand.
        rows().execute(
                        "update outbound_order set due_at = now() + interval '1 hour', attempts = attempts + 1 where order_id = ? and control = 'NW'",
                        id);
        rows().execute("update outbound_order set patient_id = 'survivor' where order_id = ? and control = 'CA'", id);

        // When
        var other = RegionFixture.placeId(ofOther());
        partner.startAgain();
        await(() -> stateOf(other).equals("sent"));
        var meanwhile = stateOf(id);
        rows().execute("update outbound_order set due_at = now() where order_id = ?", id);

        // Then
        await(() -> stateOf(id).equals("sent,sent"));
        assertThat(meanwhile).isEqualTo("waiting,waiting");
        assertThat(partner.values("ORC", 1)).containsExactly("NW", "NW", "CA");
    }

    @Test
    void shouldForgetWhatWasSentLongAgoButNotThatItWas() throws Exception {
        // Given
        var id = RegionFixture.placeId(order());
        change(id, "Cough for six weeks", "Cough for eight weeks");
        await(() -> stateOf(id).equals("sent,sent"));
        rows().execute("update outbound_order set settled_at = now() - interval '31 days' where order_id = ?", id);
        var recent = RegionFixture.placeId(ofOther());
        await(() -> stateOf(recent).equals("sent"));

        // When
        housekeeping.forget().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(stateOf(id)).isEqualTo("sent");
        assertThat(rows().text(
                                "select control || coalesce(length(payload), 0) from outbound_order where order_id = ?",
                                id))
                .isEqualTo("XO0");
        assertThat(rows().number("select length(payload) from outbound_order where order_id = ?", recent))
                .isPositive();
        cancel(id);
        await(() -> stateOf(id).equals("sent,sent"));
        assertThat(partner.values("ORC", 1)).containsExactly("NW", "XO", "NW", "CA");
    }

    @Test
    void shouldTellNothingWhereNoVersionOfTheRequestIsNew() throws Exception {
        // Given
        var id = RegionFixture.placeId(order());
        await(() -> stateOf(id).equals("sent"));

        // When
        rows().execute("alter table service_request disable trigger service_request_version");
        rows().execute("update service_request set ended_at = ended_at where id = ?", id);
        rows().execute("alter table service_request enable trigger service_request_version");

        // Then
        assertThat(stateOf(id)).isEqualTo("sent");
    }
}
