package org.meridiandx.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/// Makes messages durable at once, outside any change: in Kafka, or in the outbox while Kafka is away.
///
/// Kafka has a short time to acknowledge (`meridian.outbox.direct-timeout`). The first message that it does not takes
/// the outbox, and so do all after it without waiting, until a probe is acknowledged. A probe
/// is a message that is in the outbox already, sent in the background; no caller waits for it.
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

    DurablePublisher(EventProducer producer, Outbox outbox, Pool pool, OutboxConfig config) {
        this.producer = producer;
        this.outbox = outbox;
        this.pool = pool;
        this.timeout = config.directTimeout();
        this.breaker = new KafkaBreaker(config.probeInterval(), System::nanoTime);
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

    private Uni<Void> keepInstead(List<OutboundMessage> messages, Throwable away) {
        if (breaker.open()) {
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
