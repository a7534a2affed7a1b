package org.meridiandx.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/// Knows what has had its effect already.
///
/// A source is who says it: a topic for events, `mllp:<facility>/<application>` for HL7 v2, `http:<client id>` for
/// calls. To be used in the transaction of the effect: a second, concurrent arrival waits for the first to commit.
@ApplicationScoped
public class Inbox {
    private static final String ACCEPT =
            "insert into inbox (source, message_id) values ($1, $2) on conflict do nothing";
    private static final String ANSWER = "select answer from inbox where source = $1 and message_id = $2";
    private static final String REMEMBER = "update inbox set answer = $3 where source = $1 and message_id = $2";

    /// @return true when this message is here for the first time, false when its effect is already committed
    public Uni<Boolean> accept(Mutiny.Session session, String source, String messageId) {
        return session.createNativeQuery(jpa(ACCEPT))
                .setParameter(1, source)
                .setParameter(2, messageId)
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    public Uni<Boolean> accept(SqlClient connection, String source, String messageId) {
        return connection
                .preparedQuery(ACCEPT)
                .execute(Tuple.of(source, messageId))
                .map(rows -> rows.rowCount() == 1);
    }

    /// Keeps what was answered, so that a repeat gets the same answer: a resource id or a short code, no patient data.
    public Uni<Void> remember(Mutiny.Session session, String source, String messageId, String answer) {
        return session.createNativeQuery(jpa(REMEMBER))
                .setParameter(1, source)
                .setParameter(2, messageId)
                .setParameter(3, answer)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Void> remember(SqlClient connection, String source, String messageId, String answer) {
        return connection
                .preparedQuery(REMEMBER)
                .execute(Tuple.of(source, messageId, answer))
                .replaceWithVoid();
    }

    /// @return what was answered the first time, if it was kept
    public Uni<Optional<String>> answerTo(Mutiny.Session session, String source, String messageId) {
        return session.createNativeQuery(jpa(ANSWER), String.class)
                .setParameter(1, source)
                .setParameter(2, messageId)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    public Uni<Optional<String>> answerTo(SqlClient connection, String source, String messageId) {
        return connection
                .preparedQuery(ANSWER)
                .execute(Tuple.of(source, messageId))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.ofNullable(rows.iterator().next().getString(0))
                        : Optional.empty());
    }

    private static String jpa(String sql) {
        return sql.replace('$', '?');
    }
}
