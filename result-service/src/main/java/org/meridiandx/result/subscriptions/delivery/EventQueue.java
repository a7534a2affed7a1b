package org.meridiandx.result.subscriptions.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.subscriptions.topics.TopicEvent;

/// Keeps what happened for those who asked for it, and sets their lanes going.
@ApplicationScoped
public class EventQueue {
    private final Pool pool;
    private final EventQueueRepository repository;
    private final Outbox outbox;
    private final DeliverySchedule schedule;

    EventQueue(Pool pool, EventQueueRepository repository, Outbox outbox, DeliverySchedule schedule) {
        this.pool = pool;
        this.repository = repository;
        this.outbox = outbox;
        this.schedule = schedule;
    }

    /// Safe to repeat: an event is kept once for each subscriber.
    ///
    /// @param unreadable what goes to the dead letters, in the same transaction
    /// @return completes when all is committed
    public Uni<Void> add(List<TopicEvent> events, List<OutboundMessage> unreadable) {
        if (events.isEmpty() && unreadable.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.withTransaction(connection -> outbox.append(connection, unreadable)
                        .chain(() ->
                                events.isEmpty() ? Uni.createFrom().item(0) : repository.queue(connection, events)))
                .invoke(kept -> {
                    if (kept > 0) {
                        schedule.wake();
                    }
                })
                .replaceWithVoid();
    }

    /// Looks at once whether somebody is due: after a subscription was made or changed.
    public void wake() {
        schedule.wake();
    }
}
