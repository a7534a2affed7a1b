package org.meridiandx.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;

/// Knows what has had its effect already.
///
/// A source is who says it: a topic for events, `mllp:<facility>/<application>` for HL7 v2, `http:<client id>` for
/// calls. To be used in the transaction of the effect: a second, concurrent arrival waits for the first to commit.
@Singleton
public class Inbox {
    private static final String ACCEPT =
            "insert into inbox (source, message_id) values ($1, $2) on conflict do nothing";
    private static final String ACCEPT_ANSWERED =
            "insert into inbox (source, message_id, answer) values ($1, $2, $3) on conflict do nothing";
    private static final String ACCEPT_ALL = """
            insert into inbox (source, message_id) select $1, id from unnest($2::text[]) as t(id)
            on conflict do nothing returning message_id""";
    private static final String FORGET_ALL = "delete from inbox where source = $1 and message_id = any($2)";
    private static final String REMEMBER_ALL = """
            update inbox set answer = t.answer from unnest($2::text[], $3::text[]) as t(id, answer)
            where source = $1 and message_id = t.id""";
    private static final String ANSWERS = """
            select message_id, answer from inbox
            where source = $1 and message_id = any($2) and answer is not null""";
    private static final String ANSWER = "select answer from inbox where source = $1 and message_id = $2";
    private static final String REMEMBER = "update inbox set answer = $3 where source = $1 and message_id = $2";

    /// @return true when this message is here for the first time, false when its effect is already committed
    public Uni<Boolean> accept(Mutiny.Session session, String source, String messageId) {
        return PlainStatements.of(session).update(ACCEPT, source, messageId).map(rows -> rows == 1);
    }

    /// The same where the answer is known by now if nothing comes between; else [#remember] corrects it.
    public Uni<Boolean> accept(Mutiny.Session session, String source, String messageId, String answer) {
        return PlainStatements.of(session)
                .update(ACCEPT_ANSWERED, source, messageId, answer)
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
        return PlainStatements.of(session)
                .update(REMEMBER, source, messageId, answer)
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
        return PlainStatements.of(session)
                .select(ANSWER, source, messageId)
                .map(rows -> rows.stream().findFirst().map(row -> (String) row[0]));
    }

    public Uni<Optional<String>> answerTo(SqlClient connection, String source, String messageId) {
        return connection
                .preparedQuery(ANSWER)
                .execute(Tuple.of(source, messageId))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.ofNullable(rows.iterator().next().getString(0))
                        : Optional.empty());
    }

    /// As [#accept(SqlClient, String, String)] for many at once, in one statement.
    ///
    /// @return those that are here for the first time
    public Uni<Set<String>> acceptAll(SqlClient connection, String source, Collection<String> messageIds) {
        return connection
                .preparedQuery(ACCEPT_ALL)
                .execute(Tuple.of(source, messageIds.toArray(String[]::new)))
                .map(Inbox::texts);
    }

    /// Takes back what was accepted in this transaction, where one of many has no effect after all.
    public Uni<Void> forgetAll(SqlClient connection, String source, Collection<String> messageIds) {
        return messageIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(FORGET_ALL)
                        .execute(Tuple.of(source, messageIds.toArray(String[]::new)))
                        .replaceWithVoid();
    }

    /// As [#remember(SqlClient, String, String, String)] for many at once, in one statement.
    ///
    /// @param answers by message id
    public Uni<Void> rememberAll(SqlClient connection, String source, Map<String, String> answers) {
        return answers.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(REMEMBER_ALL)
                        .execute(Tuple.of(
                                source,
                                answers.keySet().toArray(String[]::new),
                                answers.values().toArray(String[]::new)))
                        .replaceWithVoid();
    }

    /// @return what was answered the first time, by message id; without those whose answer was not kept
    public Uni<Map<String, String>> answersTo(SqlClient connection, String source, Collection<String> messageIds) {
        return messageIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : connection
                        .preparedQuery(ANSWERS)
                        .execute(Tuple.of(source, messageIds.toArray(String[]::new)))
                        .map(rows -> {
                            var answers = new HashMap<String, String>();
                            rows.forEach(row -> answers.put(row.getString(0), row.getString(1)));
                            return answers;
                        });
    }

    private static Set<String> texts(RowSet<Row> rows) {
        var texts = new HashSet<String>();
        rows.forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
