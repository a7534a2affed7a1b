package org.meridiandx.identity.access;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.function.Function;
import org.meridiandx.identity.relationships.RelationshipService;

/// Changes what decisions rest on, each change in a transaction of its own.
@ApplicationScoped
class Facts {
    private final Pool pool;
    private final RelationshipService relationships;

    Facts(Pool pool, RelationshipService relationships) {
        this.pool = pool;
        this.relationships = relationships;
    }

    /// The patient's record names these practices, and no others.
    void registered(String patientId, String... practices) {
        change(connection -> relationships.registered(connection, patientId, Set.of(practices), "test"));
    }

    void change(Function<SqlConnection, Uni<Void>> work) {
        pool.withTransaction(work).await().indefinitely();
    }
}
