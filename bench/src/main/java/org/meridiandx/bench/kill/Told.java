package org.meridiandx.bench.kill;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.dev.region.RegionException;

/// What others were told about reports: the events on the topic of results.
///
/// @param versions ids of the events by `report/version`; more than one is a fault
/// @param escalations ids of the events by report
/// @param repeats events that are there more than once under one id, as they may be
record Told(Map<String, Set<String>> versions, Map<String, Set<String>> escalations, int repeats) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration READING = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(200);

    Told {
        versions = Map.copyOf(versions);
        escalations = Map.copyOf(escalations);
    }

    /// Reads all that the topic holds.
    ///
    /// @param broker `host:port`
    static Told read(String broker, String topic) {
        var told = new Reading();
        var settings = Map.<String, Object>of("bootstrap.servers", broker, "enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic, PATIENCE).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions, PATIENCE);
            long patience = System.nanoTime() + READING.toNanos();
            while (partitions.stream().anyMatch(at -> consumer.position(at, PATIENCE) < ends.getOrDefault(at, 0L))) {
                if (System.nanoTime() > patience) {
                    throw new RegionException("The topic of results cannot be read to its end.");
                }
                consumer.poll(POLL).forEach(message -> told.add(message.value()));
            }
        }
        return new Told(told.versions, told.escalations, told.repeats);
    }

    private static final class Reading {
        private final Map<String, Set<String>> versions = new HashMap<>();
        private final Map<String, Set<String>> escalations = new HashMap<>();
        private final Set<String> seen = new HashSet<>();
        private int repeats;

        void add(byte[] message) {
            try {
                var event = Event.parseFrom(message);
                if (!seen.add(event.getId())) {
                    repeats++;
                } else if (event.hasReportAvailable()) {
                    version(event, event.getReportAvailable().getReport());
                } else if (event.hasReportAmended()) {
                    version(event, event.getReportAmended().getReport());
                } else if (event.hasFollowUpChanged()
                        && event.getFollowUpChanged().getCause().equals("escalated")) {
                    put(escalations, event.getFollowUpChanged().getReportId(), event.getId());
                }
            } catch (InvalidProtocolBufferException e) {
                throw new RegionException("There is something on the topic of results that is no event.", e);
            }
        }

        private void version(Event event, ReportRef report) {
            put(versions, report.getReportId() + "/" + report.getVersion(), event.getId());
        }

        private static void put(Map<String, Set<String>> all, String key, String id) {
            all.computeIfAbsent(key, any -> new HashSet<>()).add(id);
        }
    }
}
