package org.meridiandx.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/// Appends messages to the outbox, inside the transaction that makes the change they tell of.
///
/// One statement however many messages, so that an intake transaction stays at one round trip per batch.
@Singleton
public class Outbox {
    private static final String INSERT = """
            insert into outbox (id, topic, key, payload)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[])""";

    /// Appends through a Hibernate Reactive session with an open transaction.
    ///
    /// @return completes when the rows are written; they become visible to the relay at commit
    public Uni<Void> append(Mutiny.Session session, List<OutboundMessage> messages) {
        return messages.isEmpty()
                ? Uni.createFrom().voidItem()
                : PlainStatements.of(session)
                        .update(INSERT, columnsOf(messages))
                        .replaceWithVoid();
    }

    /// Appends through a plain connection with an open transaction, for hot paths.
    public Uni<Void> append(SqlClient connection, List<OutboundMessage> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.wrap(columnsOf(messages)))
                .replaceWithVoid();
    }

    static Object[] columnsOf(List<OutboundMessage> messages) {
        return new Object[] {
            messages.stream().map(OutboundMessage::id).toArray(UUID[]::new),
            messages.stream().map(OutboundMessage::topic).toArray(String[]::new),
            messages.stream().map(OutboundMessage::key).toArray(String[]::new),
            messages.stream().map(message -> Buffer.buffer(message.payload())).toArray(Buffer[]::new)
        };
    }
}
