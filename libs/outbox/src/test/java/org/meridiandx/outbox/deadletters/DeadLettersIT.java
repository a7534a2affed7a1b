package org.meridiandx.outbox.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.testkit.kafka.KafkaBrokerProcess;
import org.meridiandx.testkit.kafka.KafkaProbe;

class DeadLettersIT {
    private final String region = "dl" + UUID.randomUUID().toString().substring(0, 8);
    private final String deadTopic = region + ".dead-letters.v1";
    private final String orders = region + ".orders.v1";
    private final String kafka = KafkaBrokerProcess.sharedBootstrapServers();
    private final KafkaProbe probe = new KafkaProbe(kafka);
    private final DeadLetters letters = new DeadLetters(Map.of("bootstrap.servers", kafka), region);
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream news = new ByteArrayOutputStream();

    @BeforeEach
    void createTopics() {
        probe.createTopics(List.of(deadTopic, orders), 3);
    }

    @AfterEach
    void close() {
        probe.close();
    }

    @Test
    void shouldListWhereFromAndWhyAndNotWhat() {
        // Given
        var event = event("Sample^Alex");
        var id = bury(event, "p1", orders);

        // When
        var code = command("list");

        // Then
        assertThat(code).isZero();
        assertThat(answers.toString(StandardCharsets.UTF_8))
                .contains(id, orders, event.getId(), "java.lang.IllegalStateException", "open")
                .doesNotContain("Alex");
    }

    @Test
    void shouldSendTheSameBytesKeyAndHeadersToWhereTheyCameFrom() {
        // Given
        var event = event("x");
        var id = bury(event, "p1", orders);
        bury(event("other"), "p2", orders);

        // When
        var sent = letters.replay(List.of(id));

        // Then
        assertThat(sent).extracting(DeadLetter::id).containsExactly(id);
        assertThat(probe.records(orders)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("p1");
            assertThat(record.value()).isEqualTo(event.toByteArray());
            assertThat(headers(record)).containsExactlyInAnyOrder("traceparent", DeadLetters.REPLAY_OF);
        });
        assertThat(letters.list())
                .filteredOn(DeadLetter::isReplayed)
                .extracting(DeadLetter::id)
                .containsExactly(id);
    }

    @Test
    void shouldSendAllOnceHoweverOftenAsked() {
        // Given
        var twice = event("twice");
        bury(twice, "p1", orders);
        bury(twice, "p1", orders);
        bury(event("once"), "p2", orders);
        buryWithoutOrigin("not an event".getBytes(StandardCharsets.UTF_8));

        // When
        var first = command("replay", "--all");
        var second = command("replay", "--all");

        // Then
        assertThat(List.of(first, second)).containsOnly(0);
        assertThat(probe.records(orders)).hasSize(2);
        assertThat(letters.list())
                .filteredOn(letter -> !letter.isReplayed())
                .singleElement()
                .satisfies(left -> assertThat(left.topic()).isEmpty());
    }

    @Test
    void shouldSendWhatCameBackAgainAsANewDeadLetter() {
        // Given
        var event = event("still broken");
        bury(event, "p1", orders);
        letters.replayAll();
        var back = probe.records(orders).getFirst();
        var again = new ProducerRecord<>(deadTopic, "p1", back.value());
        back.headers().forEach(again.headers()::add);
        mark(again, orders);
        probe.send(again);

        // When
        var sent = letters.replayAll();

        // Then
        assertThat(sent).hasSize(1);
        assertThat(probe.records(orders))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.value()).isEqualTo(event.toByteArray()));
    }

    @Test
    void shouldSendNothingWhenOneCannotBeSent() {
        // Given
        var good = bury(event("good"), "p1", orders);
        var unknown = buryWithoutOrigin(new byte[] {1});
        var foreign = bury(event("foreign"), "p1", "elsewhere.orders.v1");

        // When / Then
        for (var bad : List.of(unknown, foreign, "7-99", "nonsense")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> letters.replay(List.of(good, bad)))
                    .withMessageContaining(bad);
        }
        assertThat(command("replay", unknown)).isEqualTo(1);
        assertThat(probe.records(orders)).isEmpty();
    }

    @Test
    void shouldSendAllThatCanBeSentBesideWhatCannot() {
        // Given
        bury(event("foreign"), "p1", "elsewhere.orders.v1");
        bury(event("itself"), "p1", deadTopic);
        bury(event("good"), "p1", orders);

        // When
        var sent = letters.replayAll();

        // Then
        assertThat(sent)
                .singleElement()
                .satisfies(letter -> assertThat(letter.topic()).contains(orders));
        assertThat(letters.list()).filteredOn(letter -> !letter.isReplayed()).hasSize(2);
    }

    private String bury(Event event, String key, String topic) {
        var record = new ProducerRecord<>(deadTopic, key, event.toByteArray());
        record.headers().add("traceparent", new byte[] {1});
        mark(record, topic);
        return idOf(record);
    }

    private String buryWithoutOrigin(byte[] payload) {
        return idOf(new ProducerRecord<>(deadTopic, "k", payload));
    }

    private static void mark(ProducerRecord<String, byte[]> record, String topic) {
        record.headers()
                .add("dead-letter-topic", topic.getBytes(StandardCharsets.UTF_8))
                .add("dead-letter-reason", "no good".getBytes(StandardCharsets.UTF_8))
                .add(
                        "dead-letter-exception-class-name",
                        "java.lang.IllegalStateException".getBytes(StandardCharsets.UTF_8));
    }

    private String idOf(ProducerRecord<String, byte[]> record) {
        var place = probe.send(record);
        return place.partition() + "-" + place.offset();
    }

    private int command(String... arguments) {
        var command = new DeadLetterCommand(
                letters,
                new PrintStream(answers, true, StandardCharsets.UTF_8),
                new PrintStream(news, true, StandardCharsets.UTF_8));
        return command.run(List.of(arguments));
    }

    private static List<String> headers(ConsumerRecord<?, ?> record) {
        return java.util.Arrays.stream(record.headers().toArray())
                .map(header -> header.key())
                .toList();
    }

    private Event event(String correlation) {
        return Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setRegion(region)
                .setCorrelationId(correlation)
                .build();
    }
}
