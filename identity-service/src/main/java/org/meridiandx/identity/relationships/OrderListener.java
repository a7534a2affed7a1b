package org.meridiandx.identity.relationships;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.InboundEvents;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.outbox.RegionEvents;

/// An order is a ground for those who perform it, and a narrower one for those who asked.
///
/// A message that is no event is refused and so goes to the dead letters; while the database is
/// away it waits.
@ApplicationScoped
class OrderListener {
    private final RelationshipService relationships;
    private final OrderGrounds grounds;
    private final Inbox inbox;
    private final Pool pool;
    private final String topic;

    OrderListener(
            RelationshipService relationships,
            OrderGrounds grounds,
            Inbox inbox,
            Pool pool,
            @ConfigProperty(name = "mp.messaging.incoming.orders.topic") String topic) {
        this.relationships = relationships;
        this.grounds = grounds;
        this.inbox = inbox;
        this.pool = pool;
        this.topic = topic;
    }

    @Incoming("orders")
    Uni<Void> onOrder(byte[] payload) {
        var event = InboundEvents.read(payload);
        if (event.getPatientId().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var said = saidBy(event);
        if (said.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return InboundEvents.untilDone(
                () -> pool.withTransaction(connection -> takeOnce(connection, event, said.get())));
    }

    private Uni<Void> takeOnce(SqlClient connection, Event event, OrderGrounds.Said said) {
        return inbox.accept(connection, topic, event.getId())
                .chain(first -> first
                        ? relationships.settle(
                                connection, event.getPatientId(), said, RegionEvents.instantOf(event.getOccurredAt()))
                        : Uni.createFrom().voidItem());
    }

    private Optional<OrderGrounds.Said> saidBy(Event event) {
        var at = RegionEvents.instantOf(event.getOccurredAt());
        return switch (event.getFactCase()) {
            case ORDER_PLACED ->
                Optional.of(
                        grounds.of(event.getPatientId(), event.getOrderPlaced().getOrder(), "active", at));
            case ORDER_CHANGED -> {
                var changed = event.getOrderChanged();
                yield Optional.of(grounds.of(event.getPatientId(), changed.getOrder(), changed.getStatus(), at));
            }
            case ORDER_COMPLETED ->
                Optional.of(grounds.of(
                        event.getPatientId(), event.getOrderCompleted().getOrder(), "completed", at));
            // Facts of a newer release, and facts that make no relationship.
            default -> Optional.empty();
        };
    }
}
