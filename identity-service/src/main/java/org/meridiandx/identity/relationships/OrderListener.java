package org.meridiandx.identity.relationships;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.telemetry.CorrelationIds;

/// An order makes a relationship between the patient and those who ask and perform.
///
/// A message that is no event is refused and so goes to the dead letters; while the database is
/// away it waits.
@ApplicationScoped
class OrderListener {
    private static final Logger LOG = Logger.getLogger(OrderListener.class);
    private static final String GROUND = "order";
    private final RelationshipService relationships;
    private final Inbox inbox;
    private final Pool pool;
    private final String topic;

    OrderListener(
            RelationshipService relationships,
            Inbox inbox,
            Pool pool,
            @ConfigProperty(name = "mp.messaging.incoming.orders.topic") String topic) {
        this.relationships = relationships;
        this.inbox = inbox;
        this.pool = pool;
        this.topic = topic;
    }

    @Incoming("orders")
    Uni<Void> onOrder(byte[] payload) throws InvalidProtocolBufferException {
        var event = Event.parseFrom(payload);
        CorrelationIds.begin(java.util.Optional.of(event.getCorrelationId()));
        var found = relationshipsOf(event);
        if (found.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(connection -> takeOnce(connection, event, found)))
                .onFailure()
                .invoke(away ->
                        LOG.warnf("order event waits: %s", away.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(10))
                .indefinitely();
    }

    private Uni<Void> takeOnce(SqlClient connection, Event event, List<Relationship> found) {
        return inbox.accept(connection, topic, event.getId())
                .chain(first -> first
                        ? relationships.add(connection, found)
                        : Uni.createFrom().voidItem());
    }

    private static List<Relationship> relationshipsOf(Event event) {
        if (event.getPatientId().isEmpty()) {
            return List.of();
        }
        return switch (event.getFactCase()) {
            case ORDER_PLACED -> parties(event, event.getOrderPlaced().getOrder());
            case ORDER_CHANGED -> parties(event, event.getOrderChanged().getOrder());
            case ORDER_COMPLETED -> parties(event, event.getOrderCompleted().getOrder());
            // Facts of a newer release, and facts that make no relationship.
            default -> List.of();
        };
    }

    private static List<Relationship> parties(Event event, OrderRef order) {
        return Stream.of(order.getRequester(), order.getPerformer())
                .filter(organisation -> !organisation.isEmpty())
                .distinct()
                .map(organisation -> new Relationship(event.getPatientId(), organisation, GROUND))
                .toList();
    }
}
