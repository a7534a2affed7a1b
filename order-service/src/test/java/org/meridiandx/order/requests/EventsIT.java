package org.meridiandx.order.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.sending;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Each change is told once, in order, with its audit, and names no patient but by id.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class EventsIT {
    private static final String PATH = "/fhir/R4/ServiceRequest/";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static Event eventOf(ConsumerRecord<String, byte[]> record) {
        try {
            return Event.parseFrom(record.value());
        } catch (InvalidProtocolBufferException bad) {
            throw new AssertionError(bad);
        }
    }

    private static Stream<String> told(Event event, String id) {
        return switch (event.getFactCase()) {
            case ORDER_PLACED -> of(event.getOrderPlaced().getOrder().getOrderId(), id, "placed");
            case ORDER_CHANGED ->
                of(
                        event.getOrderChanged().getOrder().getOrderId(),
                        id,
                        event.getOrderChanged().getPreviousStatus() + ">"
                                + event.getOrderChanged().getStatus());
            case ORDER_COMPLETED -> of(event.getOrderCompleted().getOrder().getOrderId(), id, "completed");
            default -> Stream.empty();
        };
    }

    private static Stream<String> of(String of, String id, String what) {
        return of.equals(id) ? Stream.of(what) : Stream.empty();
    }

    private List<String> facts(String id, int count) {
        kafka.await(
                topics.orders(),
                count,
                Duration.ofSeconds(15),
                record -> told(eventOf(record), id).findAny().isPresent());
        return kafka.records(topics.orders()).stream()
                .flatMap(record -> told(eventOf(record), id))
                .toList();
    }

    private static void put(String id, String body, int version) {
        var answer =
                sending("gp", body).header("If-Match", "W/\"" + version + "\"").put(PATH + id);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    private static String with(String body, String status) {
        return body.replace("\"status\":\"active\"", "\"status\":\"" + status + "\"");
    }

    @Test
    void shouldTellEachChangeOnceAndInOrder() {
        // Given
        var body = ctChest(UUID.randomUUID().toString());
        var draft = sending("gp", with(body, "draft")).post("/fhir/R4/ServiceRequest");
        var id = draft.jsonPath().getString("id");

        // When
        put(id, body, 1);
        put(id, body.replace("urgent", "stat"), 2);
        put(id, with(body, "on-hold"), 3);
        put(id, body, 4);
        put(id, with(body, "entered-in-error"), 5);

        // Then
        assertThat(facts(id, 5))
                .containsExactly(
                        "placed", "active>active", "active>on-hold", "on-hold>active", "active>entered-in-error");
        assertThat(as("gp").get("/fhir/R4/Task?focus=" + id).jsonPath().getString("entry[0].resource.status"))
                .isEqualTo("cancelled");
    }

    @Test
    void shouldRecordEachWriteWithoutSayingWhoThePatientIs() {
        // Given
        var body = ctChest(UUID.randomUUID().toString());
        var id = sending("gp", body).post("/fhir/R4/ServiceRequest").jsonPath().getString("id");
        put(id, with(body, "on-hold"), 1);

        // When
        var records = kafka.await(
                topics.audit(),
                2,
                Duration.ofSeconds(15),
                record -> eventOf(record).getAudit().getResourceIdsList().contains(id));

        // Then
        assertThat(records.stream().map(record -> eventOf(record).getAudit().getInteraction()))
                .containsExactly("create", "update");
        assertThat(Stream.concat(records.stream(), kafka.records(topics.orders()).stream())
                        .map(record -> new String(record.value(), java.nio.charset.StandardCharsets.ISO_8859_1)))
                .noneMatch(text -> text.contains(RegionFixture.NHS_NUMBER) || text.contains("Cough"));
    }
}
