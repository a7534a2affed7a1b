package org.meridiandx.order.outbound.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.partners.PartnerSockets;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Orders to a partner that takes HL7 v2 only, over a real socket.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OutboundIT {
    private static final String OTHER = "patient-2";
    private static final String OTHER_NHS_NUMBER = "9990000026";
    private final PartnerStandIn partner = new PartnerStandIn();
    private final List<Thread> replicas = new ArrayList<>();

    @Inject
    OutboundQueue queue;

    @Inject
    OutboundConfig config;

    @Inject
    OutboundMetrics metrics;

    @Inject
    MllpPort intake;

    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void knowThePartner() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().gender(RegionFixture.PATIENT, "female");
        identity.patients().add(OTHER, OTHER_NHS_NUMBER, "1990-01-01");
        rows().execute(
                        "insert into outbound_partner (ods, host, port, tls, application) values ('RX901', 'localhost', ?, false, 'RIS')",
                        partner.port());
    }

    @AfterEach
    void forgetThePartner() throws Exception {
        for (var replica : replicas) {
            replica.interrupt();
            replica.join();
        }
        rows().execute("delete from outbound_order");
        rows().execute("delete from outbound_partner");
        partner.close();
    }

    private Rows rows() {
        return new Rows(database);
    }

    private static String place(String patient) {
        var body = ctChest(UUID.randomUUID().toString()).replace("Patient/patient-1", "Patient/" + patient);
        return RegionFixture.placeId(body);
    }

    private static String change(String id, String from, String to) {
        var there = as("gp").get("/fhir/R4/ServiceRequest/" + id);
        var body = there.asString();
        assertThat(body).contains(from);
        var answer = sending("gp", body.replace(from, to))
                .header("If-Match", there.getHeader("ETag"))
                .put("/fhir/R4/ServiceRequest/" + id);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.asString();
    }

    private static void cancel(String id) {
        assertThat(sending("gp", RegionFixture.REASON)
                        .post("/fhir/R4/ServiceRequest/" + id + "/$cancel")
                        .statusCode())
                .isEqualTo(200);
    }

    private void awaitReceived(int messages) throws Exception {
        await(() -> partner.received().size() >= messages);
    }

    private String stateOf(String id) {
        return rows().text("select string_agg(state, ',' order by seq) from outbound_order where order_id = ?", id);
    }

    private String causeOf(String id) {
        return rows().text("select cause from outbound_order where order_id = ?", id);
    }

    @Test
    void shouldTellAPlacementAndEachChangeInOrder() throws Exception {
        // Given
        var id = place(RegionFixture.PATIENT);

        // When
        change(id, "\"status\":\"active\"", "\"status\":\"on-hold\"");
        change(id, "\"status\":\"on-hold\"", "\"status\":\"active\"");
        change(id, "Cough for six weeks", "Cough for eight weeks");
        cancel(id);

        // Then
        awaitReceived(5);
        assertThat(partner.values("ORC", 1)).containsExactly("NW", "HD", "RL", "XO", "CA");
        assertThat(new HashSet<>(partner.values("MSH", 10))).hasSize(5);
        var first = partner.received().getFirst();
        assertThat(first.first("MSH").orElseThrow().raw(9)).isEqualTo("ORM^O01^ORM_O01");
        assertThat(first.value("PID", 3)).contains(RegionFixture.NHS_NUMBER);
        assertThat(first.value("PID", 5)).contains("TEST");
        assertThat(first.value("PID", 7)).contains("19800101");
        assertThat(first.value("PID", 8)).contains("F");
        assertThat(first.value("OBR", 4)).contains("169069000");
        assertThat(partner.values("NTE", 3).get(3)).isEqualTo("Cough for eight weeks");
        assertThat(partner.received().getLast().first("ORC").orElseThrow().raw(16))
                .contains("asked twice");
        assertThat(rows().await(
                                "sent,sent,sent,sent,sent",
                                "select string_agg(state, ',' order by seq) from outbound_order where order_id = ?",
                                id))
                .isEqualTo("sent,sent,sent,sent,sent");
    }

    @Test
    void shouldKeepARefusedMessageForPeopleAndSendItAgainWithThoseBehindIt() throws Exception {
        // Given
        partner.answering(message -> PartnerStandIn.ack(
                message, "AE", "ERR||PID^1^5|101^Required field missing^HL70357|E||||Name of Mr X\r"));
        var id = place(RegionFixture.PATIENT);
        await(() -> stateOf(id).equals("dead"));
        cancel(id);
        await(() -> stateOf(id).equals("dead,held"));
        var list = as("gp").get("/orders/outbound?state=dead");
        var message = list.jsonPath().getString("[0].id");

        // When
        partner.answering(taken -> PartnerStandIn.ack(taken, "AA", ""));
        var byStranger = as("lab").post("/orders/outbound/" + message + "/$replay");
        var byPlacer = as("gp").post("/orders/outbound/" + message + "/$replay");

        // Then
        assertThat(list.jsonPath().getString("[0].cause")).isEqualTo("AE 101 PID^1^5");
        assertThat(list.asString()).doesNotContain("Mr X", RegionFixture.NHS_NUMBER, RegionFixture.PATIENT);
        assertThat(byStranger.statusCode()).isEqualTo(404);
        assertThat(byPlacer.statusCode()).isEqualTo(202);
        await(() -> stateOf(id).equals("sent,sent"));
        assertThat(partner.values("ORC", 1)).containsExactly("NW", "NW", "CA");
        assertThat(partner.values("MSH", 10).get(1))
                .isEqualTo(partner.values("MSH", 10).getFirst());
        assertThat(as("gp").post("/orders/outbound/" + message + "/$replay").statusCode())
                .isEqualTo(409);
    }

    @Test
    void shouldShowNothingToStrangersAndRefuseWhatIsNoQuestion() throws Exception {
        // Given
        partner.answering(message -> PartnerStandIn.ack(message, "AR", ""));
        var id = place(RegionFixture.PATIENT);
        await(() -> stateOf(id).equals("dead"));

        // When
        var stranger = as("lab").get("/orders/outbound");
        var partnersOwn = as("hospital-doctor").get("/orders/outbound");

        // Then
        assertThat(stranger.jsonPath().getList("$")).isEmpty();
        assertThat(partnersOwn.jsonPath().getList("orderId")).containsExactly(id);
        assertThat(as("loader").get("/orders/outbound").jsonPath().getList("orderId"))
                .containsExactly(id);
        assertThat(as("patient").get("/orders/outbound").statusCode()).isEqualTo(403);
        assertThat(as("gp").get("/orders/outbound?state=lost").statusCode()).isEqualTo(400);
        assertThat(as("gp").post("/orders/outbound/x/$replay").statusCode()).isEqualTo(404);
        assertThat(as("gp").post("/orders/outbound/0/$replay").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTryAgainWithTheSameBytesAndLetOtherPatientsPass() throws Exception {
        // Given
        var tries = new AtomicInteger();
        partner.answering(message -> {
            var isSlow = message.value("PID", 3).orElse("").equals(RegionFixture.NHS_NUMBER);
            if (!isSlow || (tries.incrementAndGet() > 2 && hasOther())) {
                return PartnerStandIn.ack(message, "AA", "");
            }
            return tries.get() == 1 ? PartnerStandIn.HANG : PartnerStandIn.CLOSE;
        });

        // When
        var slow = place(RegionFixture.PATIENT);
        cancel(slow);
        var other = place(OTHER);

        // Then
        await(() -> stateOf(slow).equals("sent,sent") && stateOf(other).equals("sent"));
        var ofSlow = partner.received().stream()
                .filter(message -> message.value("PID", 3).orElse("").equals(RegionFixture.NHS_NUMBER))
                .map(message -> message.value("ORC", 1).orElse(""))
                .toList();
        assertThat(ofSlow)
                .as("the slow one is not taken before the other one is")
                .hasSizeGreaterThan(3);
        assertThat(ofSlow.getLast()).isEqualTo("CA");
        assertThat(ofSlow.subList(0, ofSlow.size() - 1)).containsOnly("NW");
        var sent = partner.frames().stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .filter(text -> text.contains("ORC|NW") && text.contains(RegionFixture.NHS_NUMBER))
                .distinct();
        assertThat(sent).hasSize(1);
    }

    private boolean hasOther() {
        return partner.values("PID", 3).contains(OTHER_NHS_NUMBER);
    }

    @Test
    void shouldWaitForAPartnerThatIsAwayAndForOneThatRestarts() throws Exception {
        // Given
        var before = place(RegionFixture.PATIENT);
        await(() -> stateOf(before).equals("sent"));
        partner.stop();

        // When
        var while1 = place(RegionFixture.PATIENT);
        var while2 = place(OTHER);
        await(() -> causeOf(while1).contains("reached"));
        var meanwhile = stateOf(while1) + stateOf(while2);
        partner.startAgain();

        // Then
        await(() -> stateOf(while1).equals("sent") && stateOf(while2).equals("sent"));
        assertThat(meanwhile).isEqualTo("waitingwaiting");
        assertThat(partner.received()).hasSize(3);
    }

    @Test
    void shouldTryLaterWhatThePartnerCannotTakeNow() throws Exception {
        // Given
        var tries = new AtomicInteger();
        partner.answering(message -> tries.incrementAndGet() == 1
                ? PartnerStandIn.ack(message, "AR", "ERR|||207^Application internal error^HL70357|E\r")
                : PartnerStandIn.ack(message, "CA", ""));

        // When
        var id = place(RegionFixture.PATIENT);

        // Then
        await(() -> stateOf(id).equals("sent"));
        assertThat(partner.received()).hasSize(2);
    }

    @Test
    void shouldSendAMessageOnceWhenSeveralReplicasSend() throws Exception {
        // Given
        identity.patients().gender(OTHER, "male");
        for (var lane : List.of(lane(), lane(), lane())) {
            replicas.add(Thread.ofVirtual().start(() -> work(lane)));
        }

        // When
        for (var order = 0; order < 30; order++) {
            place(order % 2 == 0 ? RegionFixture.PATIENT : OTHER);
        }
        await(() -> rows().number("select count(*) from outbound_order where state = 'sent'") == 30);

        // Then
        assertThat(partner.values("MSH", 10)).hasSize(30).doesNotHaveDuplicates();
        assertThat(partner.received().stream()
                        .filter(message -> message.value("PID", 3).orElse("").equals(OTHER_NHS_NUMBER))
                        .map(message -> message.value("MSH", 7).orElse("")))
                .isSorted();
    }

    private PartnerLane lane() {
        return new PartnerLane("RX901", queue, new PartnerSockets(config.tls()), config, metrics);
    }

    private static void work(PartnerLane lane) {
        try (lane) {
            while (!Thread.currentThread().isInterrupted()) {
                lane.work();
                Thread.sleep(10);
            }
        } catch (InterruptedException | SQLException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldSendAgainWhatAKilledReplicaHadInHand() throws Exception {
        // Given
        partner.stop();
        var id = place(RegionFixture.PATIENT);
        await(() -> causeOf(id).contains("reached"));
        await(() -> queue.claim("RX901", Duration.ofMinutes(10)).isPresent());

        // When
        partner.startAgain();
        var atOnce = stateOf(id);
        rows().execute("update outbound_order set due_at = now() where order_id = ?", id);

        // Then
        await(() -> stateOf(id).equals("sent"));
        assertThat(atOnce).isEqualTo("waiting");
        assertThat(partner.received()).hasSize(1);
    }

    @Test
    void shouldNotTellAPartnerWhatItSaidItself() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var id = RegionFixture.placeId(ctChest(placer));
        await(() -> stateOf(id).equals("sent"));
        var cancel = """
                MSH|^~\\&|RIS|RX901|GP|Y90001|20261121090000||ORM^O01|%s|P|2.5.1
                PID|1||%s^^^NHS^NH||TEST^PATIENT||19800101|F
                ORC|CA|%s""".formatted(UUID.randomUUID(), RegionFixture.NHS_NUMBER, placer);

        // When
        Hl7Message answer;
        try (var client = MllpClient.connect("localhost", intake.number(), Duration.ofSeconds(20))) {
            answer = client.send(cancel.replace("\n", "\r").getBytes(StandardCharsets.UTF_8))
                    .message()
                    .message();
        }

        // Then
        assertThat(answer.value("MSA", 1)).contains("AA");
        assertThat(stateOf(id)).isEqualTo("sent,known");
        assertThat(partner.values("ORC", 1)).containsExactly("NW");
    }
}
