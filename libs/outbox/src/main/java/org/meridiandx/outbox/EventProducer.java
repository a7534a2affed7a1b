package org.meridiandx.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// The one Kafka producer of a service: `acks=all`, idempotent, bounded waits.
@ApplicationScoped
public class EventProducer {
    private static final int LATE = 1_000_000;
    private static final long BUFFER = 32L * 1024 * 1024;
    private static final Duration REMEMBERED = Duration.ofDays(365);
    private final KafkaProducer<String, byte[]> producer;
    /// Topics that took a message: the client knows them, and does not wait to learn of them.
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    /// Where `KafkaProducer.send` may have to wait, it is called here and not on an event loop.
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("kafka-sender").factory());

    /// @param connection every `kafka.*` setting: addresses, and in a cluster the certificates
    EventProducer(@Identifier("default-kafka-broker") Map<String, Object> connection, OutboxConfig config) {
        this.producer = new KafkaProducer<>(settings(connection, config.sendTimeout()));
    }

    /// Publishes at once, outside any transaction.
    ///
    /// @return completes when all in-sync replicas have it; fails when they did not within the send timeout
    public Uni<Void> send(OutboundMessage message) {
        return onContext(() -> sendAsync(message));
    }

    /// As above, and fails with a [java.util.concurrent.TimeoutException] already after the time given. What was
    /// handed to the client by then may arrive all the same.
    Uni<Void> send(OutboundMessage message, Duration within) {
        return onContext(() -> sendAsync(message).orTimeout(within.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// Whether Kafka would never take this message, however often it is sent: not a broker that is away.
    static boolean isRefusal(Throwable failure) {
        return switch (failure) {
            case RecordTooLargeException tooLarge -> true;
            case RecordBatchTooLargeException tooLarge -> true;
            case InvalidRecordException invalid -> true;
            case CompletionException wrapped when wrapped.getCause() != null -> isRefusal(wrapped.getCause());
            case CompositeException several -> several.getCauses().stream().allMatch(EventProducer::isRefusal);
            default -> false;
        };
    }

    private static Uni<Void> onContext(Supplier<CompletableFuture<Void>> sending) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            var sent = Uni.createFrom().completionStage(sending);
            return context == null ? sent : sent.emitOn(work -> context.runOnContext(ignored -> work.run()));
        });
    }

    /// As [#send], for callers that wait on their own thread, or not at all.
    CompletableFuture<Void> sendAsync(OutboundMessage message) {
        var done = new CompletableFuture<Void>();
        if (doesNotWait(message)) {
            hand(message, done);
        } else {
            waiting.incrementAndGet();
            sender.execute(() -> handInTurn(message, done));
        }
        return done;
    }

    /// The client waits for what it does not know of a topic yet, and for room in its buffer. What was
    /// to wait goes first: one caller's messages keep their order.
    private boolean doesNotWait(OutboundMessage message) {
        return waiting.get() == 0
                && bytesUnderWay.get() + message.payload().length < BUFFER / 2
                && known.contains(message.topic());
    }

    private void handInTurn(OutboundMessage message, CompletableFuture<Void> done) {
        try {
            // While no broker was ever reached each send blocks; those that nobody waits for any more are not worth it.
            if (!done.isDone()) {
                hand(message, done);
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void hand(OutboundMessage message, CompletableFuture<Void> done) {
        int size = message.payload().length;
        bytesUnderWay.addAndGet(size);
        try {
            producer.send(
                    new ProducerRecord<>(message.topic(), message.key(), message.payload()), (metadata, failure) -> {
                        bytesUnderWay.addAndGet(-size);
                        settle(message, done, failure);
                    });
        } catch (RuntimeException refused) {
            bytesUnderWay.addAndGet(-size);
            settle(message, done, refused);
        }
    }

    private void settle(OutboundMessage message, CompletableFuture<Void> done, @Nullable Exception failure) {
        if (failure == null) {
            known.add(message.topic());
            done.complete(null);
        } else {
            known.remove(message.topic());
            done.completeExceptionally(failure);
        }
    }

    void stop(@Observes @Priority(LATE) ShutdownEvent event) {
        sender.shutdown();
        producer.close(Duration.ofSeconds(5));
    }

    private static Map<String, Object> settings(Map<String, Object> connection, Duration timeout) {
        var millis = (int) timeout.toMillis();
        var settings = new HashMap<>(connection);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(millis, 2_000));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, REMEMBERED.toMillis());
        // Else the client forgets every topic when all brokers are away, and `send` waits on the event loop of its
        // caller. The names of brokers stay as they are in a cluster, what they resolve to is asked anew.
        settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name());
        // What comes while a request is on its way goes with the next: fewer and larger ones, for no wait where there
        // is nothing else.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return settings;
    }
}
