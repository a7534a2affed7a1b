package org.meridiandx.testkit.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Reads and writes raw records of a topic from outside of the service under test.
///
/// Reading starts at the first record each time and belongs to no consumer group, so that looking changes nothing.
public final class KafkaProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    /// @param bootstrapServers `host:port` of the broker
    public KafkaProbe(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /// Creates those of the topics that do not exist yet.
    public void createTopics(Collection<String> topics, int partitions) {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            var present = admin.listTopics().names().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            var missing = topics.stream()
                    .filter(topic -> !present.contains(topic))
                    .map(topic -> new NewTopic(topic, partitions, (short) 1))
                    .toList();
            admin.createTopics(missing).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Could not create topics", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Writes one record and waits until the broker has it.
    public RecordMetadata send(String topic, String key, byte[] value) {
        return send(new ProducerRecord<>(topic, key, value));
    }

    /// Writes one record with its headers and waits until the broker has it.
    public RecordMetadata send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Could not send to " + record.topic(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Returns everything that is on a topic now, in order within each partition.
    public List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (var consumer = consumer()) {
            var partitions = assignAll(consumer, topic);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /// Waits until records that match are on a topic and returns all that match, the earlier ones included.
    ///
    /// @param count how many are awaited at least
    /// @throws AssertionError when they do not come within the timeout
    public List<ConsumerRecord<String, byte[]>> await(
            String topic, int count, Duration timeout, Predicate<ConsumerRecord<String, byte[]>> matching) {
        Instant end = Instant.now().plus(timeout);
        var matches = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = consumer()) {
            assignAll(consumer, topic);
            while (matches.size() < count && Instant.now().isBefore(end)) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (matching.test(record)) {
                        matches.add(record);
                    }
                });
            }
        }
        if (matches.size() < count) {
            throw new AssertionError("Awaited " + count + " records on " + topic + " for " + timeout + ", found "
                    + matches.size() + " that match");
        }
        return matches;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false", "fetch.max.wait.ms", "50"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> assignAll(KafkaConsumer<String, byte[]> consumer, String topic) {
        var partitions = consumer.partitionsFor(topic, TIMEOUT).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted", e);
    }
}
