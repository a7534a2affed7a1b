package org.meridiandx.identity.signin;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// Table `sign_in_attempt`. Plain SQL: taking an attempt is one statement that decides for all
/// replicas.
@ApplicationScoped
class AttemptRepository {
    private static final String ADD = "insert into sign_in_attempt"
            + " (state_hash, browser_hash, provider, nonce, verifier, interaction, expires_at)"
            + " values ($1, $2, $3, $4, $5, $6, $7)";
    private static final String TAKE = "delete from sign_in_attempt where state_hash = $1 and browser_hash = $2"
            + " and expires_at > $3 returning provider, nonce, verifier, interaction";
    private static final String FORGET = "delete from sign_in_attempt where expires_at < $1";
    private final Pool pool;

    AttemptRepository(Pool pool) {
        this.pool = pool;
    }

    /// @param interaction what goes on when the person is back
    record Attempt(String provider, String nonce, String verifier, String interaction) {}

    Uni<Void> add(String stateHash, String browserHash, Attempt attempt, Instant expires) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addString(stateHash)
                        .addString(browserHash)
                        .addString(attempt.provider())
                        .addString(attempt.nonce())
                        .addString(attempt.verifier())
                        .addString(attempt.interaction())
                        .addOffsetDateTime(expires.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// Takes the attempt of that state and browser, once.
    Uni<Optional<Attempt>> take(String stateHash, String browserHash, Instant now) {
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(stateHash, browserHash, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var row = rows.iterator();
                    if (!row.hasNext()) {
                        return Optional.empty();
                    }
                    var found = row.next();
                    return Optional.of(new Attempt(
                            found.getString(0), found.getString(1), found.getString(2), found.getString(3)));
                });
    }

    Uni<Void> forget(Instant before) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
