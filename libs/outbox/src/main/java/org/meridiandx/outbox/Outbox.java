package org.meridiandx.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;

/// Appends messages to the outbox, inside the transaction that makes the change they tell of.
///
/// One statement however many messages, so that an intake transaction stays at one round trip per batch.
@ApplicationScoped
public class Outbox {
    private static final String INSERT = """
            insert into outbox (id, topic, key, payload)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[])""";
    private static final int MOST_AT_ONCE = 8;
    /// By how many messages go with it, so that each is prepared once.
    private static final List<String> INSERTS =
            IntStream.rangeClosed(1, MOST_AT_ONCE).mapToObj(Outbox::insertOf).toList();

    /// Appends through a Hibernate Reactive session with an open transaction.
    ///
    /// @return completes when the rows are written; they become visible to the relay at commit
    public Uni<Void> append(Mutiny.Session session, List<OutboundMessage> messages) {
        Uni<Void> written = Uni.createFrom().voidItem();
        for (int from = 0; from < messages.size(); from += MOST_AT_ONCE) {
            var together = messages.subList(from, Math.min(messages.size(), from + MOST_AT_ONCE));
            written = written.chain(() -> insert(session, together));
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

    private static Uni<Void> insert(Mutiny.Session session, List<OutboundMessage> messages) {
        var insert = session.createNativeQuery(INSERTS.get(messages.size() - 1));
        var parameter = 1;
        for (var message : messages) {
            insert.setParameter(parameter++, message.id())
                    .setParameter(parameter++, message.topic())
                    .setParameter(parameter++, message.key())
                    .setParameter(parameter++, message.payload());
        }
        return insert.executeUpdate().replaceWithVoid();
    }

    static String insertOf(int messages) {
        var rows = new StringJoiner(", ");
        for (int first = 1; first <= messages * 4; first += 4) {
            rows.add("(?%d, ?%d, ?%d, ?%d)".formatted(first, first + 1, first + 2, first + 3));
        }
        return "insert into outbox (id, topic, key, payload) values " + rows;
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
