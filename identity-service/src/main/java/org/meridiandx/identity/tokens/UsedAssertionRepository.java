package org.meridiandx.identity.tokens;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;

/// Remembers used assertions. Plain SQL: one insert decides, for all replicas together, who came first.
@ApplicationScoped
class UsedAssertionRepository {
    private static final String USE =
            "insert into used_assertion (client_id, jti, expires_at) values ($1, $2, $3) on conflict do nothing";
    private static final String FORGET = "delete from used_assertion where expires_at < $1";
    private final Pool pool;

    UsedAssertionRepository(Pool pool) {
        this.pool = pool;
    }

    /// @return false where it was used before
    Uni<Boolean> use(String clientId, String jti, Instant expires) {
        return pool.preparedQuery(USE)
                .execute(Tuple.of(clientId, jti, expires.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Integer> forget(Instant before) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }
}
