package org.meridiandx.outbox.deadletters;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The dead letters of one region.
///
/// Sending again is safe to repeat: a message goes out with its own bytes, key and headers, every
/// listener knows the event by its id, and what went out is noted on the dead-letter topic itself.
/// A message whose cause is not mended comes back as a new dead letter.
public final class DeadLetters {
    /// On a message that was sent again, and alone on the note that it was: the id of the dead letter.
    static final String REPLAY_OF = "meridian-replay-of";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private final Map<String, Object> connection;
    private final String region;
    private final String deadLetterTopic;

    /// @param connection Kafka client settings, `bootstrap.servers` among them
    /// @param region short name of the region, as `north`
    public DeadLetters(Map<String, Object> connection, String region) {
        this.connection = Map.copyOf(connection);
        this.region = region;
        this.deadLetterTopic = region + ".dead-letters.v1";
    }

    /// All that the topic still keeps, the oldest first within each partition.
    ///
    /// @throws KafkaException when the broker cannot be reached or refuses
    public List<DeadLetter> list() {
        var all = read();
        var replayed = replayed(all);
        return letters(all).entrySet().stream()
                .map(letter -> DeadLetter.of(letter.getValue(), replayed.contains(letter.getKey())))
                .toList();
    }

    /// Sends again all that was not sent again yet and says from which topic of this region it came; of
    /// one event's several letters, one.
    ///
    /// @return what was sent
    public List<DeadLetter> replayAll() {
        var all = read();
        var replayed = replayed(all);
        var open = letters(all).entrySet().stream()
                .filter(letter -> !replayed.contains(letter.getKey()))
                .map(Map.Entry::getValue)
                .filter(letter -> origin(letter).isPresent())
                .toList();
        return send(open);
    }

    /// Sends some again, also those that were sent before.
    ///
    /// @throws IllegalArgumentException when one is not there or does not say where it came from;
    ///     then none was sent
    public List<DeadLetter> replay(Collection<String> ids) {
        var letters = letters(read());
        var missing = ids.stream().filter(id -> !letters.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("There is no dead letter " + String.join(", ", missing) + ".");
        }
        var chosen = ids.stream().distinct().map(letters::get).toList();
        chosen.forEach(this::requireOrigin);
        return send(chosen);
    }

    private List<DeadLetter> send(List<ConsumerRecord<byte[], byte[]>> chosen) {
        var sent = new ArrayList<DeadLetter>();
        var events = new HashSet<String>();
        try (var producer = new KafkaProducer<byte[], byte[]>(producerSettings())) {
            for (var message : chosen) {
                var letter = DeadLetter.of(message, true);
                var topic = requireOrigin(message);
                if (letter.eventId().map(id -> events.add(topic + " " + id)).orElse(true)) {
                    await(producer, again(topic, message));
                    sent.add(letter);
                }
                await(producer, note(letter.id()));
            }
        }
        return sent;
    }

    /// Only topics of this region: a header is no reason to write anywhere else.
    private Optional<String> origin(ConsumerRecord<byte[], byte[]> message) {
        return DeadLetter.of(message, false)
                .topic()
                .filter(topic -> topic.startsWith(region + ".") && !topic.equals(deadLetterTopic));
    }

    private String requireOrigin(ConsumerRecord<byte[], byte[]> message) {
        return origin(message)
                .orElseThrow(() -> new IllegalArgumentException("Dead letter " + DeadLetter.idOf(message)
                        + " does not say from which topic of " + region + " it came, so it cannot be sent again."));
    }

    private static ProducerRecord<byte[], byte[]> again(String topic, ConsumerRecord<byte[], byte[]> message) {
        var record = new ProducerRecord<>(topic, message.key(), message.value());
        for (var header : message.headers()) {
            if (!header.key().startsWith(DeadLetter.ADDED) && !header.key().equals(REPLAY_OF)) {
                record.headers().add(header);
            }
        }
        record.headers().add(REPLAY_OF, utf8(DeadLetter.idOf(message)));
        return record;
    }

    private ProducerRecord<byte[], byte[]> note(String id) {
        var record = new ProducerRecord<>(deadLetterTopic, utf8(id), new byte[0]);
        record.headers().add(REPLAY_OF, utf8(id));
        return record;
    }

    private static void await(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException refused) {
            throw new KafkaException("Kafka did not take the message for " + record.topic(), refused.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted", stopped);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read() {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(consumerSettings())) {
            var partitions = consumer.partitionsFor(deadLetterTopic, PATIENCE).stream()
                    .map(info -> new TopicPartition(deadLetterTopic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions, PATIENCE);
            var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream().anyMatch(at -> consumer.position(at, PATIENCE) < ends.getOrDefault(at, 0L))) {
                consumer.poll(POLL).forEach(found::add);
            }
            return found;
        }
    }

    private static Map<String, ConsumerRecord<byte[], byte[]>> letters(List<ConsumerRecord<byte[], byte[]>> all) {
        var letters = new LinkedHashMap<String, ConsumerRecord<byte[], byte[]>>();
        all.stream()
                .filter(message -> !isNote(message))
                .forEach(message -> letters.put(DeadLetter.idOf(message), message));
        return letters;
    }

    private static Set<String> replayed(List<ConsumerRecord<byte[], byte[]>> all) {
        var ids = new HashSet<String>();
        all.stream()
                .filter(DeadLetters::isNote)
                .forEach(note -> DeadLetter.header(note, REPLAY_OF).ifPresent(ids::add));
        return ids;
    }

    private static boolean isNote(ConsumerRecord<byte[], byte[]> message) {
        return message.value() != null
                && message.value().length == 0
                && DeadLetter.header(message, REPLAY_OF).isPresent();
    }

    private Map<String, Object> producerSettings() {
        var settings = new HashMap<>(connection);
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("max.block.ms", PATIENCE.toMillis());
        settings.put("delivery.timeout.ms", (int) PATIENCE.toMillis());
        settings.put("request.timeout.ms", (int) PATIENCE.toMillis() / 2);
        return settings;
    }

    private Map<String, Object> consumerSettings() {
        var settings = new HashMap<>(connection);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        settings.put("enable.auto.commit", false);
        settings.put("fetch.max.wait.ms", (int) POLL.toMillis());
        return settings;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
