package org.meridiandx.order.outbound.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// A refused message that was dealt with in another way.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class DiscardIT {
    private final PartnerStandIn partner = new PartnerStandIn();

    @Inject
    OutboundHousekeeping housekeeping;

    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void knowThePartner() {
        RegionFixture.knowOnePatient(identity);
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

    private String stateOf(String id) {
        return rows().text("select string_agg(state, ',' order by seq) from outbound_order where order_id = ?", id);
    }

    /// An order whose placement is refused, and whose cancellation waits behind it; then the partner takes all.
    private String refused() throws Exception {
        partner.answering(message -> PartnerStandIn.ack(message, "AE", ""));
        var id = RegionFixture.placeId(ctChest(UUID.randomUUID().toString()));
        await(() -> stateOf(id).equals("dead"));
        sending("gp", RegionFixture.REASON).post("/fhir/R4/ServiceRequest/" + id + "/$cancel");
        await(() -> stateOf(id).equals("dead,held"));
        partner.answering(message -> PartnerStandIn.ack(message, "AA", ""));
        return id;
    }

    private String messageOf(String id) {
        return rows().text("select min(seq)::text from outbound_order where order_id = ?", id);
    }

    private static Response discard(String persona, String message, String body) {
        return as(persona).contentType("application/json").body(body).post("/orders/outbound/" + message + "/$discard");
    }

    @Test
    void shouldSettleItAndSayWhoDidAndWhyAndLetThoseBehindItGoOn() throws Exception {
        // Given
        var id = refused();

        // When
        var answer = discard("gp", messageOf(id), "{\"reason\":\"told by telephone\"}");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        await(() -> stateOf(id).equals("discarded,sent"));
        assertThat(partner.values("ORC", 1)).containsExactly("NW", "CA");
        var shown = as("gp").get("/orders/outbound?state=discarded").jsonPath();
        assertThat(shown.getList("orderId")).containsExactly(id);
        assertThat(shown.getString("[0].reason")).isEqualTo("told by telephone");
        assertThat(shown.getString("[0].discardedBy")).endsWith(" of Y90001");
        assertThat(shown.getString("[0].settledAt")).isNotEmpty();
        assertThat(as("gp").get("/orders/outbound?state=dead").jsonPath().getList("$"))
                .isEmpty();
        assertThat(discard("gp", messageOf(id), "{\"reason\":\"again\"}").statusCode())
                .isEqualTo(409);
    }

    @Test
    void shouldSettleThoseBehindItTooWhereThatIsSaid() throws Exception {
        // Given
        var id = refused();

        // When
        var answer = discard("gp", messageOf(id), "{\"reason\":\"all by telephone\",\"heldToo\":true}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(stateOf(id)).isEqualTo("discarded,discarded");
        assertThat(as("gp").get("/orders/outbound").jsonPath().getList("$")).isEmpty();
    }

    @Test
    void shouldKeepWhoDidButNotWhatWasInItWhenItIsOld() throws Exception {
        // Given
        var id = refused();
        discard("gp", messageOf(id), "{\"reason\":\"all by telephone\",\"heldToo\":true}");
        rows().execute("update outbound_order set settled_at = now() - interval '31 days' where order_id = ?", id);

        // When
        housekeeping.forget().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(rows().number(
                                "select count(*) from outbound_order where order_id = ? and payload is null and answer is null",
                                id))
                .isEqualTo(2);
        assertThat(as("gp").get("/orders/outbound?state=discarded").jsonPath().getList("reason"))
                .containsOnly("all by telephone");
    }

    @Test
    void shouldKeepWhoDidWhereALaterMessageOfTheOrderWasSentLongAgo() throws Exception {
        // Given
        var id = refused();
        discard("gp", messageOf(id), "{\"reason\":\"told by telephone\"}");
        await(() -> stateOf(id).equals("discarded,sent"));
        rows().execute("update outbound_order set settled_at = now() - interval '31 days' where order_id = ?", id);

        // When
        housekeeping.forget().await().atMost(Duration.ofSeconds(20));

        // Then
        assertThat(stateOf(id)).isEqualTo("discarded,sent");
        var shown = as("gp").get("/orders/outbound?state=discarded").jsonPath();
        assertThat(shown.getList("reason")).containsExactly("told by telephone");
        assertThat(shown.getString("[0].discardedBy")).endsWith(" of Y90001");
        assertThat(rows().number(
                                "select count(*) from outbound_order where order_id = ? and (payload is not null or answer is not null)",
                                id))
                .isZero();
    }

    @Test
    void shouldLetNoStrangerSettleAnything() throws Exception {
        // Given
        var id = refused();
        var message = messageOf(id);

        // When
        var stranger = discard("lab", message, "{\"reason\":\"none of mine\"}");
        var patient = discard("patient", message, "{\"reason\":\"none of mine\"}");

        // Then
        assertThat(stranger.statusCode()).isEqualTo(404);
        assertThat(patient.statusCode()).isEqualTo(403);
        assertThat(stateOf(id)).isEqualTo("dead,held");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {};422
            {"reason":" "};422
            {"reason":"a\\u0000b"};422
            {"reason":["x"]};400
            {"reason":;400
            [];400
            """)
    void shouldRefuseWhatGivesNoReason(String body, int status) {
        // When
        var answer = discard("gp", "1", body);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    }

    @Test
    void shouldRefuseABodyThatIsNotThereAndAReasonThatIsTooLong() {
        assertThat(discard("gp", "1", "").statusCode()).isEqualTo(422);
        assertThat(discard("gp", "1", "{\"reason\":\"" + "x".repeat(501) + "\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(discard("gp", "x", "{\"reason\":\"x\"}").statusCode()).isEqualTo(404);
    }
}
