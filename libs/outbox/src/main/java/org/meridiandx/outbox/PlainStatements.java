package org.meridiandx.outbox;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.ReactiveConnection;
import org.jspecify.annotations.Nullable;

/// Plain SQL on the connection of a Hibernate Reactive session, in its transaction, for hot paths.
///
/// A native query of a session is looked up, flushed for and mapped each time, and waits for the
/// one before. These go to the client as they are, and those that are subscribed to at once
/// ([Uni#combine]) are sent together: PostgreSQL runs them in that order, and each sees what was
/// committed until it begins. Where one fails, those behind it fail too.
///
/// The session does not know of them: what it holds of the same rows is to be flushed before.
public final class PlainStatements {
    private final ReactiveConnection connection;

    private PlainStatements(ReactiveConnection connection) {
        this.connection = connection;
    }

    /// @param session with an open transaction
    public static PlainStatements of(Mutiny.Session session) {
        return new PlainStatements(((MutinySessionImpl) session).getReactiveConnection());
    }

    /// @param sql with `$1`, `$2` as its parameters
    /// @param parameters as PostgreSQL's client takes them: bytes as a Vert.x buffer
    /// @return how many rows there were
    public Uni<Integer> update(String sql, @Nullable Object... parameters) {
        return Uni.createFrom().completionStage(() -> connection.update(sql, parameters));
    }

    /// As [#update], where rows are of interest.
    public Uni<List<Object[]>> select(String sql, @Nullable Object... parameters) {
        return Uni.createFrom()
                .completionStage(() -> connection.select(sql, parameters))
                .map(PlainStatements::rows);
    }

    private static List<Object[]> rows(ReactiveConnection.Result result) {
        var rows = new ArrayList<Object[]>(result.size());
        result.forEachRemaining(rows::add);
        return rows;
    }
}
