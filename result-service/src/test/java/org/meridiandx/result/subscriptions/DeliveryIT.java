package org.meridiandx.result.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.result.Region;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.port.FreePort;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Subscribers that are slow, away, wrong or killed: they lose nothing, and harm nobody.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class DeliveryIT {
    private static final String PATIENT = "patient-delivery";
    IdentityStandIn identity;
    KafkaProbe kafka;
    PostgresDatabase database;
    Topics topics;
    private final HookReceiver receiver = HookReceiver.start();
    private FiledForSubscribers filed;

    @BeforeEach
    void clean() {
        identity.reset();
        filed = new FiledForSubscribers(database, kafka, topics);
    }

    @AfterEach
    void close() {
        receiver.close();
        new Rows(database).execute("delete from subscription");
    }

    @Test
    void shouldTellInOrderAndEachOnce() {
        // Given
        var id = active(receiver);
        var reports = filed.reports(PATIENT, 60);

        // When
        reports.forEach(report -> filed.tellTwice(PATIENT, report));
        filed.tell(PATIENT, reports.getFirst());

        // Then
        var told = receiver.await("event-notification", 61);
        assertThat(Subscribers.numbers(told))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 61).boxed().toList());
        assertThat(told.stream().limit(60).map(call -> idOf(call.focuses().getFirst())))
                .containsExactlyElementsOf(reports);
        assertThat(Region.found("gp", "Subscription/" + id + "/$status")
                        .getString("entry[0].resource.parameter.find{it.name=='events-since-subscription-start'}"
                                + ".valueString"))
                .isEqualTo("61");
    }

    @Test
    void shouldPutSeveralTogetherWhereAskedTo() {
        // Given
        var many = Subscribers.with(
                Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only"),
                "max-count",
                "valuePositiveInt",
                20);
        var id = Subscribers.active("gp", many);
        filed.queue(id, filed.reports(PATIENT, 40));

        // When
        filed.due(id);

        // Then
        var told = receiver.await("event-notification", 2);
        assertThat(told)
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.numbers()).hasSize(20));
        assertThat(Subscribers.numbers(told)).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveItsOwnWithinASecondWhileADeadOneHasTenThousandWaiting() {
        // Given
        var port = FreePort.take();
        var gone = HookReceiver.at(port);
        var dead = active(gone);
        gone.close();
        filed.queue(dead, filed.reports(PATIENT, 10_000));
        active(receiver);
        var reports = filed.reports(PATIENT, 2);
        filed.tell(PATIENT, reports.getFirst());
        assertThat(receiver.await("event-notification", 1)).hasSize(1);

        // When
        filed.tell(PATIENT, reports.getLast());

        // Then
        assertThat(receiver.await("event-notification", 2, Duration.ofSeconds(1)))
                .hasSize(2);
        assertThat(Subscribers.awaitStatus("gp", dead, "error")).isEqualTo("error");
        assertThat(Region.found("gp", "Subscription/" + dead).getString("error"))
                .contains("cannot be reached");
        try (var back = HookReceiver.at(port)) {
            filed.due(dead);
            var told = back.await("event-notification", 300);
            assertThat(Subscribers.numbers(told).subList(0, 300))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 300).boxed().toList());
            assertThat(Subscribers.awaitStatus("gp", dead, "active")).isEqualTo("active");
        }
    }

    @Test
    void shouldNotWaitForSlowOnes() {
        // Given
        try (var slow = HookReceiver.start()) {
            var hasty = Subscribers.with(
                    Subscribers.to(Subscribers.AVAILABLE, slow.endpoint(), "id-only"),
                    "timeout",
                    "valueUnsignedInt",
                    8);
            var id = Subscribers.active("gp", hasty);
            active(receiver);
            slow.delay(Duration.ofSeconds(30));
            var reports = filed.reports(PATIENT, 5);

            // When
            reports.forEach(report -> filed.tell(PATIENT, report));

            // Then
            // Less than one call of the slow one takes.
            assertThat(receiver.await("event-notification", 5, Duration.ofSeconds(6)))
                    .hasSize(5);
            var again = slow.await("event-notification", 2);
            assertThat(again).hasSizeGreaterThanOrEqualTo(2);
            assertThat(Subscribers.numbers(again)).containsOnly(1L);
            assertThat(new Rows(database).text("select cause from subscription where id = ?", id))
                    .contains("did not answer in time");
        }
    }

    @Test
    void shouldSayTheSameAgainAfterACrashBetweenSendingAndNoting() {
        // Given
        var crashes = new AtomicInteger(2);
        var id = active(receiver);
        receiver.answer(call ->
                call.type().equals("event-notification") && crashes.getAndDecrement() > 0 ? HookReceiver.CLOSE : 200);
        var reports = filed.reports(PATIENT, 3);

        // When
        reports.forEach(report -> filed.tell(PATIENT, report));

        // Then
        assertThat(Subscribers.numbers(receiver.await("event-notification", 5))).containsExactly(1L, 1L, 1L, 2L, 3L);
        assertThat(new Rows(database).text("select status from subscription where id = ?", id))
                .isEqualTo("active");
    }

    @Test
    void shouldTakeOverFromAReplicaThatWasKilled() {
        // Given
        var id = active(receiver);
        filed.queue(id, filed.reports(PATIENT, 2));
        var rows = new Rows(database);
        rows.execute("""
                update subscription_event set number = 1 where seq = (select min(seq) from subscription_event
                    where subscription_id = ?)""", id);
        rows.execute(
                "update subscription set events = 1, lease = lease + 1, due_at = now() + interval '2 s'"
                        + " where id = ?",
                id);

        // When
        var told = receiver.await("event-notification", 2);

        // Then
        assertThat(Subscribers.numbers(told)).containsExactly(1L, 2L);
    }

    @Test
    void shouldFollowNoRedirect() {
        // Given
        receiver.answer(call -> 307);

        // When
        var id = Subscribers.post("gp", Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "empty"))
                .jsonPath()
                .getString("id");

        // Then
        assertThat(Subscribers.awaitStatus("gp", id, "error")).isEqualTo("error");
        assertThat(Region.found("gp", "Subscription/" + id).getString("error")).contains("redirects");
        receiver.answer(call -> 200);
        assertThat(Subscribers.awaitStatus("gp", id, "active")).isEqualTo("active");
    }

    @Test
    void shouldSetAsideWhatIsRefusedAndGoOn() {
        // Given
        var id = active(receiver);
        var reports = filed.reports(PATIENT, 3);
        receiver.answer(call -> call.text().contains(reports.get(1)) ? 422 : 200);
        reports.forEach(report -> filed.tell(PATIENT, report));
        receiver.await("event-notification", 5);
        assertThat(await(id, "dead")).isOne();
        receiver.answer(call -> 200);

        // When
        var replayed = Region.post("gp", "Subscription/" + id + "/$replay", new byte[0]);

        // Then
        assertThat(replayed.jsonPath().getInt("parameter[0].valueInteger")).isOne();
        assertThat(Subscribers.numbers(receiver.await("event-notification", 6)))
                .containsExactly(1L, 2L, 2L, 2L, 3L, 2L);
        assertThat(Region.post("stranger", "Subscription/" + id + "/$replay", new byte[0])
                        .statusCode())
                .isEqualTo(404);
    }

    private int await(String id, String state) {
        try {
            return Integer.parseInt(new Rows(database)
                    .await(
                            "1",
                            "select count(*) from subscription_event where subscription_id = ? and state = ?",
                            id,
                            state));
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    private static String idOf(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static String active(HookReceiver receiver) {
        return Subscribers.active("gp", Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only"));
    }
}
