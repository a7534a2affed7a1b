package org.meridiandx.identity.revocation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/// Tables `revoked_token` and `revoked_client`.
@ApplicationScoped
class RevocationRepository {
    private static final String REVOKE_TOKEN =
            "insert into revoked_token (token_id, client_id, expires_at) values ($1, $2, $3) on conflict do nothing";
    private static final String REVOKE_CLIENT =
            "insert into revoked_client (client_id, issued_up_to, expires_at) values ($1, $2, $3)"
                    + " on conflict (client_id) do update set"
                    + " issued_up_to = greatest(revoked_client.issued_up_to, excluded.issued_up_to),"
                    + " expires_at = greatest(revoked_client.expires_at, excluded.expires_at)";
    private static final String IS_REVOKED = "select exists (select 1 from revoked_token where token_id = $1)"
            + " or exists (select 1 from revoked_client where client_id = $2 and issued_up_to >= $3)";
    private static final String TOKENS = "select token_id, expires_at from revoked_token where expires_at > $1";
    private static final String CLIENTS = "select client_id, issued_up_to from revoked_client where expires_at > $1";
    private final Pool pool;

    RevocationRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> revokeToken(String tokenId, String clientId, Instant expires) {
        return pool.preparedQuery(REVOKE_TOKEN)
                .execute(Tuple.of(tokenId, clientId, expires.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Void> revokeClient(String clientId, Instant issuedUpTo, Instant expires) {
        return pool.preparedQuery(REVOKE_CLIENT)
                .execute(Tuple.of(clientId, issuedUpTo.atOffset(ZoneOffset.UTC), expires.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Boolean> isRevoked(String tokenId, String clientId, Instant issuedAt) {
        return pool.preparedQuery(IS_REVOKED)
                .execute(Tuple.of(tokenId, clientId, issuedAt.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Map<String, Instant>> tokens(Instant now) {
        return times(TOKENS, now);
    }

    Uni<Map<String, Instant>> clients(Instant now) {
        return times(CLIENTS, now);
    }

    private Uni<Map<String, Instant>> times(String select, Instant now) {
        return pool.preparedQuery(select)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var found = new HashMap<String, Instant>();
                    rows.forEach(row ->
                            found.put(row.getString(0), row.getOffsetDateTime(1).toInstant()));
                    return found;
                });
    }

    Uni<Void> forget(Instant before) {
        var limit = Tuple.of(before.atOffset(ZoneOffset.UTC));
        return pool.preparedQuery("delete from revoked_token where expires_at < $1")
                .execute(limit)
                .chain(() -> pool.preparedQuery("delete from revoked_client where expires_at < $1")
                        .execute(limit))
                .replaceWithVoid();
    }
}
