package org.meridiandx.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/// Appends messages to the outbox, inside the transaction that makes the change they tell of.
///
/// One statement however many messages, so that an intake transaction stays at one round trip per batch.
@ApplicationScoped
public class Outbox {
    private static final String INSERT = """
            insert into outbox (id, topic, key, payload)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[])""";
    private static final String INSERT_ONE = "insert into outbox (id, topic, key, payload) values (?1, ?2, ?3, ?4)";

    /// Appends through a Hibernate Reactive session with an open transaction.
    ///
    /// @return completes when the rows are written; they become visible to the relay at commit
    public Uni<Void> append(Mutiny.Session session, List<OutboundMessage> messages) {
        Uni<Void> written = Uni.createFrom().voidItem();
        for (var message : messages) {
            written = written.chain(() -> insert(session, message));
        }
        return written;
    }

    /// Appends through a plain connection with an open transaction, for hot paths.
    public Uni<Void> append(SqlClient connection, List<OutboundMessage> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection.preparedQuery(INSERT).execute(tupleOf(messages)).replaceWithVoid();
    }

    private static Uni<Void> insert(Mutiny.Session session, OutboundMessage message) {
        return session.createNativeQuery(INSERT_ONE)
                .setParameter(1, message.id())
                .setParameter(2, message.topic())
                .setParameter(3, message.key())
                .setParameter(4, message.payload())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Tuple tupleOf(List<OutboundMessage> messages) {
        return Tuple.of(
                messages.stream().map(OutboundMessage::id).toArray(java.util.UUID[]::new),
                messages.stream().map(OutboundMessage::topic).toArray(String[]::new),
                messages.stream().map(OutboundMessage::key).toArray(String[]::new),
                messages.stream()
                        .map(message -> io.vertx.core.buffer.Buffer.buffer(message.payload()))
                        .toArray(io.vertx.core.buffer.Buffer[]::new));
    }
}
