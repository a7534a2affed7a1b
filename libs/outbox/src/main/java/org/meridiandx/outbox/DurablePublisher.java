package org.meridiandx.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/// Makes messages durable at once, outside any change: in Kafka, or in the outbox while Kafka is away.
///
/// Kafka has a short time to acknowledge (`meridian.outbox.direct-timeout`). The first message that it does not takes
/// the outbox, and so do all after it without waiting, until a probe is acknowledged. A probe
/// is a message that is in the outbox already, sent in the background; no caller waits for it.
///
/// A message that Kafka never takes (too large) does not count as Kafka being away: it stays in the
/// outbox, set aside with its cause.
///
/// A message keeps its id on both ways. What was late may arrive after all, and a probe arrives twice: consumers know
/// the repeat by its id, as they do every repeat of an at-least-once topic.
@ApplicationScoped
public class DurablePublisher {
    private static final Logger LOG = Logger.getLogger(DurablePublisher.class);

    private final EventProducer producer;
    private final Outbox outbox;
    private final Pool pool;
    private final Duration timeout;
    private final KafkaBreaker breaker;

    @Inject
    DurablePublisher(EventProducer producer, Outbox outbox, Pool pool, OutboxConfig config) {
        this(
                producer,
                outbox,
                pool,
                config.directTimeout(),
                new KafkaBreaker(config.probeInterval(), System::nanoTime));
    }

    DurablePublisher(EventProducer producer, Outbox outbox, Pool pool, Duration timeout, KafkaBreaker breaker) {
        this.producer = producer;
        this.outbox = outbox;
        this.pool = pool;
        this.timeout = timeout;
        this.breaker = breaker;
    }

    /// @return completes when all are durable; fails when neither Kafka nor the database takes them, then a retry is
    ///     safe
    public Uni<Void> publish(List<OutboundMessage> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return breaker.isOpen() ? keep(messages).invoke(() -> probe(messages.getFirst())) : send(messages);
    }

    private Uni<Void> send(List<OutboundMessage> messages) {
        return Uni.join()
                .all(messages.stream()
                        .map(message -> producer.send(message, timeout))
                        .toList())
                .andCollectFailures()
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(away -> keepInstead(messages, away));
    }

    /// What Kafka refuses for itself says nothing of Kafka: it goes to the outbox, where the relay sets it aside.
    private Uni<Void> keepInstead(List<OutboundMessage> messages, Throwable away) {
        if (!EventProducer.isRefusal(away) && breaker.open()) {
            var cause = away.getCause() == null ? away : away.getCause();
            LOG.warnf(
                    "Kafka is away, messages go to the outbox: %s",
                    cause.getClass().getName());
        }
        return keep(messages);
    }

    private Uni<Void> keep(List<OutboundMessage> messages) {
        return pool.withTransaction(connection -> outbox.append(connection, messages));
    }

    private void probe(OutboundMessage kept) {
        if (breaker.startProbe()) {
            var ignored = producer.sendAsync(kept).whenComplete((done, failure) -> {
                if (breaker.probed(failure == null)) {
                    LOG.info("Kafka is back, messages go to it at once");
                }
            });
        }
    }
}
