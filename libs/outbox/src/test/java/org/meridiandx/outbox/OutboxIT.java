package org.meridiandx.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres"),
        restrictToAnnotatedClass = true)
@QuarkusTestResource(value = OwnBrokerResource.class, restrictToAnnotatedClass = true)
class OutboxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Outbox outbox;

    @Inject
    Inbox inbox;

    @Inject
    EventProducer producer;

    @Inject
    DurablePublisher publisher;

    @Inject
    Pool pool;

    @Test
    void shouldPublishWhatCommittedInOrderAndNothingElse() {
        // Given
        var key = UUID.randomUUID().toString();
        var committed =
                IntStream.range(0, 50).mapToObj(i -> message(key, "kept-" + i)).toList();

        // When
        committed.forEach(message -> inTransaction(connection -> outbox.append(connection, List.of(message))));
        assertThat(failing(connection -> outbox.append(connection, List.of(message(key, "rolled-back")))))
                .isTrue();

        // Then
        assertThat(published(key, 50))
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "kept-" + i).toList());
        assertThat(awaitRows("select count(*) from outbox", 0)).isZero();
    }

    @Test
    void shouldKeepMessagesWhileKafkaIsAwayAndSendThemWhenItIsBack() {
        // Given
        var key = UUID.randomUUID().toString();
        OwnBrokerResource.kill();

        // When
        var direct = producer.send(message(key, "direct"))
                .onItem()
                .transform(done -> true)
                .onFailure()
                .recoverWithItem(false);
        inTransaction(connection -> outbox.append(connection, List.of(message(key, "kept"))));
        assertThat(direct.await().atMost(PATIENCE)).isFalse();
        assertThat(rows("select count(*) from outbox")).isEqualTo(1);
        OwnBrokerResource.rise();

        // Then
        assertThat(published(key, 1)).contains("kept");
        assertThat(awaitRows("select count(*) from outbox", 0)).isZero();
    }

    @Test
    void shouldLoseNothingAndShowNothingTwiceWhenKafkaGoesAndComesBack() {
        // Given
        var key = UUID.randomUUID().toString();
        var messages =
                IntStream.range(0, 30).mapToObj(i -> message(key, "m" + i)).toList();
        var texts = IntStream.range(0, 30).mapToObj(i -> "m" + i).toList();

        // When
        messages.subList(0, 10).forEach(this::publish);
        OwnBrokerResource.kill();
        messages.subList(10, 20).forEach(this::publish);
        assertThat(rows("select count(*) from outbox")).isEqualTo(10);
        OwnBrokerResource.rise();
        messages.subList(20, 30).forEach(this::publish);
        assertThat(awaitRows("select count(*) from outbox", 0)).isZero();

        // Then
        var arrived = published(key, 30);
        assertThat(Set.copyOf(arrived)).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(arrived.stream().filter(text -> firstArrival(key, text)).toList())
                .containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    void shouldSetAsideWhatKafkaNeverTakesAndLetTheOthersPass() {
        // Given
        var key = UUID.randomUUID().toString();
        var tooLarge = new OutboundMessage(UUID.randomUUID(), OwnBrokerResource.TOPIC, key, new byte[2_000_000]);
        publish(message(key, "before"));

        // When
        publish(tooLarge);
        publish(message(key, "after"));
        inTransaction(connection -> outbox.append(connection, List.of(message(key, "behind"))));

        // Then
        assertThat(published(key, 3)).contains("before", "after", "behind");
        assertThat(awaitRows("select count(*) from outbox where refused_at is null", 0))
                .isZero();
        assertThat(rows("select count(*) from outbox where refused_cause like '%RecordTooLargeException' and id = '"
                        + tooLarge.id() + "'"))
                .isOne();
        inTransaction(connection -> connection
                .query("delete from outbox where refused_at is not null")
                .execute()
                .replaceWithVoid());
    }

    @Test
    void shouldNotTakeAMessageThatIsTooLargeForABrokerThatIsAway() {
        // Given
        var breaker = new KafkaBreaker(Duration.ofHours(1), System::nanoTime);
        var publisher = new DurablePublisher(producer, outbox, pool, Duration.ofSeconds(10), breaker);
        var tooLarge = new OutboundMessage(UUID.randomUUID(), OwnBrokerResource.TOPIC, "large", new byte[2_000_000]);

        // When
        publisher.publish(List.of(message("large", "small"), tooLarge)).await().atMost(PATIENCE);

        // Then
        assertThat(breaker.isOpen()).isFalse();
        assertThat(awaitRows("select count(*) from outbox where refused_at is null", 0))
                .isZero();
        inTransaction(connection -> connection
                .query("delete from outbox where refused_at is not null")
                .execute()
                .replaceWithVoid());
    }

    @Test
    void shouldGiveUpOnKafkaAtTheDirectTimeoutAndNotAtItsOwn() {
        // Given a topic that the producer knows, and time to see that no broker is left
        producer.send(message("known", "known"), PATIENCE).await().atMost(PATIENCE);
        OwnBrokerResource.kill();
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());

        // When
        var failure = producer.send(message("late", "late"), Duration.ofMillis(1))
                .onItem()
                .<Throwable>transform(done -> new AssertionError("sent"))
                .onFailure()
                .recoverWithItem(late -> late)
                .await()
                .atMost(PATIENCE);
        OwnBrokerResource.rise();

        // Then
        assertThat(failure).isInstanceOf(java.util.concurrent.TimeoutException.class);
    }

    @Test
    void shouldTellARepeatFromAFirstArrivalAlsoWhenBothComeAtOnce() {
        // Given
        var id = UUID.randomUUID().toString();

        // When
        var first = pool.withTransaction(connection -> inbox.accept(connection, "mllp:a/b", id)
                .call(() -> inbox.remember(connection, "mllp:a/b", id, "AA"))
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(200)));
        var second = pool.withTransaction(connection -> inbox.accept(connection, "mllp:a/b", id));
        var both = Uni.join().all(first, second).andFailFast().await().atMost(PATIENCE);

        // Then
        assertThat(both).containsExactlyInAnyOrder(true, false);
        var answer = pool.withConnection(connection -> inbox.answerTo(connection, "mllp:a/b", id));
        assertThat(answer.await().atMost(PATIENCE)).contains("AA");
    }

    @Test
    void shouldTakeManyAtOnceAndForgetThoseThatHadNoEffect() {
        // Given
        var source = "http:" + UUID.randomUUID();
        inTransaction(connection -> inbox.acceptAll(connection, source, List.of("a", "b"))
                .chain(() -> inbox.rememberAll(connection, source, Map.of("a", "stored")))
                .chain(() -> inbox.forgetAll(connection, source, List.of("b"))));

        // When
        var second = pool.withTransaction(connection -> inbox.acceptAll(connection, source, List.of("a", "b", "c")));

        // Then
        assertThat(second.await().atMost(PATIENCE)).containsExactlyInAnyOrder("b", "c");
        var answers =
                pool.withConnection(connection -> inbox.answersTo(connection, source, List.of("a", "b", "nobody")));
        assertThat(answers.await().atMost(PATIENCE)).containsOnly(Map.entry("a", "stored"));
    }

    private static OutboundMessage message(String key, String text) {
        return new OutboundMessage(
                UUID.randomUUID(), OwnBrokerResource.TOPIC, key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> published(String key, int count) {
        try (var probe = OwnBrokerResource.probe()) {
            return probe.await(OwnBrokerResource.TOPIC, count, PATIENCE, record -> key.equals(record.key())).stream()
                    .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private void publish(OutboundMessage message) {
        publisher.publish(List.of(message)).await().atMost(PATIENCE);
    }

    private boolean firstArrival(String source, String id) {
        return pool.withTransaction(connection -> inbox.accept(connection, source, id))
                .await()
                .atMost(PATIENCE);
    }

    private void inTransaction(java.util.function.Function<SqlConnection, Uni<Void>> work) {
        pool.withTransaction(work).await().atMost(PATIENCE);
    }

    private boolean failing(java.util.function.Function<SqlConnection, Uni<Void>> work) {
        return pool.withTransaction(connection -> work.apply(connection)
                        .chain(() -> Uni.createFrom().<Void>failure(new IllegalStateException("no"))))
                .map(done -> false)
                .onFailure()
                .recoverWithItem(true)
                .await()
                .atMost(PATIENCE);
    }

    private long awaitRows(String sql, long wanted) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var found = rows(sql);
        while (found != wanted && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            found = rows(sql);
        }
        return found;
    }

    private long rows(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
