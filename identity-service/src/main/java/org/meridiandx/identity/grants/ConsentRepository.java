package org.meridiandx.identity.grants;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/// Table `app_consent`. Plain SQL: one row per person and app.
@ApplicationScoped
class ConsentRepository {
    private static final String PUT = "insert into app_consent (subject, client_id, scopes, given_at)"
            + " values ($1, $2, $3, $4) on conflict (subject, client_id) do update"
            + " set scopes = excluded.scopes, given_at = excluded.given_at";
    private static final String LIST =
            "select client_id, scopes from app_consent where subject = $1 order by client_id limit 200";
    private static final String REMOVE = "delete from app_consent where subject = $1 and client_id = $2";
    private final Pool pool;

    ConsentRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> put(String subject, String clientId, String scopes, Instant now) {
        return pool.preparedQuery(PUT)
                .execute(Tuple.of(subject, clientId, scopes, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Map<String, String>> list(String subject) {
        return pool.preparedQuery(LIST).execute(Tuple.of(subject)).map(rows -> {
            var scopes = new LinkedHashMap<String, String>();
            rows.forEach(row -> scopes.put(row.getString(0), row.getString(1)));
            return scopes;
        });
    }

    Uni<Void> remove(String subject, String clientId) {
        return pool.preparedQuery(REMOVE).execute(Tuple.of(subject, clientId)).replaceWithVoid();
    }
}
