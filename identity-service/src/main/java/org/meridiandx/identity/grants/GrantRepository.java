package org.meridiandx.identity.grants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Tables `person_grant`, `authorization_code`, `refresh_token` and `granted_token`. Plain SQL:
/// single statements that decide, for all replicas together, who came first.
@ApplicationScoped
class GrantRepository {
    private static final String GRANT_COLUMNS =
            "g.id, g.client_id, g.session_hash, g.details, g.is_offline, g.expires_at, g.revoked_at";
    private static final String ADD = "with g as (insert into person_grant"
            + " (id, client_id, subject, session_hash, details, is_offline, created_at, expires_at)"
            + " values ($1, $2, $3, $4, $5, $6, $7, $8) returning id)"
            + " insert into authorization_code (code_hash, grant_id, client_id, redirect_uri, challenge, expires_at)"
            + " select $9, g.id, $2, $10, $11, $12 from g";
    private static final String TAKE_CODE = "with c as (update authorization_code set used_at = $2"
            + " where code_hash = $1 and used_at is null returning *)"
            + " select c.client_id code_client, c.redirect_uri, c.challenge, c.expires_at code_expires, "
            + GRANT_COLUMNS
            + " from c join person_grant g on g.id = c.grant_id";
    private static final String TAKE_REFRESH = "with r as (update refresh_token set used_at = $2"
            + " where token_hash = $1 and used_at is null returning *)"
            + " select r.expires_at refresh_expires, r.jkt, " + GRANT_COLUMNS
            + " from r join person_grant g on g.id = r.grant_id";
    private static final String OF_CODE = "select " + GRANT_COLUMNS
            + " from authorization_code c join person_grant g on g.id = c.grant_id where c.code_hash = $1";
    private static final String OF_REFRESH = "select " + GRANT_COLUMNS
            + " from refresh_token r join person_grant g on g.id = r.grant_id where r.token_hash = $1";
    private static final String ADD_REFRESH = "insert into refresh_token (token_hash, grant_id, expires_at, jkt)"
            + " select $2, id, $3, $4 from person_grant where id = $1 and revoked_at is null";
    private static final String NOTE_TOKEN = "insert into granted_token (token_id, grant_id, expires_at)"
            + " select $2, id, $3 from person_grant where id = $1 and revoked_at is null for update";
    private static final String REVOKE = "update person_grant set revoked_at = $2 where id = any($1)";
    private static final String REVOKE_OF_CLIENT =
            "update person_grant set revoked_at = $2 where client_id = $1 and revoked_at is null";
    private static final String TOKENS =
            "select token_id, expires_at from granted_token where grant_id = any($1) and expires_at > $2";
    private static final String OF_SESSION =
            "select id from person_grant where session_hash = $1 and not is_offline and revoked_at is null";
    private static final String OF_PERSON = "select id from person_grant where subject = $1 and revoked_at is null";
    private static final String OF_APP =
            "select id from person_grant where subject = $1 and client_id = $2 and revoked_at is null";
    private static final String FORGET_TOKENS = "delete from granted_token where expires_at < $1";
    private static final String FORGET = "delete from person_grant where expires_at < $1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Pool pool;

    GrantRepository(Pool pool) {
        this.pool = pool;
    }

    /// What a code is bound to.
    record Code(String hash, String redirectUri, String challenge, Instant expires) {}

    record TakenCode(PersonGrant grant, String clientId, Code code, boolean isRevoked) {}

    record TakenRefresh(PersonGrant grant, Instant expires, Optional<String> jkt, boolean isRevoked) {}

    Uni<Void> add(PersonGrant grant, Code code, Instant now) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addString(grant.id())
                        .addString(grant.clientId())
                        .addString(grant.details().person().subject())
                        .addString(grant.sessionHash())
                        .addString(written(grant.details()))
                        .addBoolean(grant.isOffline())
                        .addOffsetDateTime(at(now))
                        .addOffsetDateTime(at(grant.expires()))
                        .addString(code.hash())
                        .addString(code.redirectUri())
                        .addString(code.challenge())
                        .addOffsetDateTime(at(code.expires())))
                .replaceWithVoid();
    }

    Uni<Optional<TakenCode>> takeCode(String hash, Instant now) {
        return one(
                TAKE_CODE,
                Tuple.of(hash, at(now)),
                row -> new TakenCode(
                        grantOf(row),
                        row.getString("code_client"),
                        new Code(
                                hash,
                                row.getString("redirect_uri"),
                                row.getString("challenge"),
                                row.getOffsetDateTime("code_expires").toInstant()),
                        row.getOffsetDateTime("revoked_at") != null));
    }

    Uni<Optional<TakenRefresh>> takeRefresh(String hash, Instant now) {
        return one(
                TAKE_REFRESH,
                Tuple.of(hash, at(now)),
                row -> new TakenRefresh(
                        grantOf(row),
                        row.getOffsetDateTime("refresh_expires").toInstant(),
                        Optional.ofNullable(row.getString("jkt")),
                        row.getOffsetDateTime("revoked_at") != null));
    }

    Uni<Optional<PersonGrant>> findByCode(String hash) {
        return one(OF_CODE, Tuple.of(hash), GrantRepository::grantOf);
    }

    Uni<Optional<PersonGrant>> findByRefresh(String hash) {
        return one(OF_REFRESH, Tuple.of(hash), GrantRepository::grantOf);
    }

    /// @return false where the grant was revoked meanwhile
    Uni<Boolean> addRefresh(String grantId, String hash, Instant expires, Optional<String> jkt) {
        return pool.preparedQuery(ADD_REFRESH)
                .execute(Tuple.of(grantId, hash, at(expires), jkt.orElse(null)))
                .map(done -> done.rowCount() == 1);
    }

    /// @return false where the grant was revoked meanwhile
    Uni<Boolean> noteToken(String grantId, String tokenId, Instant expires) {
        return pool.preparedQuery(NOTE_TOKEN)
                .execute(Tuple.of(grantId, tokenId, at(expires)))
                .map(done -> done.rowCount() == 1);
    }

    Uni<List<String>> ofSession(String sessionHash) {
        return ids(OF_SESSION, Tuple.of(sessionHash));
    }

    Uni<List<String>> ofPerson(String subject) {
        return ids(OF_PERSON, Tuple.of(subject));
    }

    Uni<List<String>> ofApp(String subject, String clientId) {
        return ids(OF_APP, Tuple.of(subject, clientId));
    }

    /// @return access tokens of these grants that are still good, with their ends
    Uni<Map<String, Instant>> revoke(List<String> grantIds, Instant now) {
        var ids = grantIds.toArray(String[]::new);
        return pool.preparedQuery(REVOKE)
                .execute(Tuple.of(ids, at(now)))
                .chain(() -> pool.preparedQuery(TOKENS).execute(Tuple.of(ids, at(now))))
                .map(rows -> {
                    var tokens = new HashMap<String, Instant>();
                    rows.forEach(row -> tokens.put(
                            row.getString(0), row.getOffsetDateTime(1).toInstant()));
                    return tokens;
                });
    }

    /// Without its access tokens, which are revoked by their client.
    Uni<Void> revokeOfClient(String clientId, Instant now) {
        return pool.preparedQuery(REVOKE_OF_CLIENT)
                .execute(Tuple.of(clientId, at(now)))
                .replaceWithVoid();
    }

    Uni<Void> forget(Instant before) {
        return pool.preparedQuery(FORGET_TOKENS)
                .execute(Tuple.of(at(before)))
                .chain(() -> pool.preparedQuery(FORGET).execute(Tuple.of(at(before))))
                .replaceWithVoid();
    }

    private Uni<List<String>> ids(String statement, Tuple values) {
        return pool.preparedQuery(statement).execute(values).map(rows -> {
            var ids = new java.util.ArrayList<String>();
            rows.forEach(row -> ids.add(row.getString(0)));
            return ids;
        });
    }

    private <T> Uni<Optional<T>> one(String statement, Tuple values, Function<Row, T> mapper) {
        return pool.preparedQuery(statement).execute(values).map((RowSet<Row> rows) -> {
            var row = rows.iterator();
            return row.hasNext() ? Optional.of(mapper.apply(row.next())) : Optional.empty();
        });
    }

    private static PersonGrant grantOf(Row row) {
        try {
            return new PersonGrant(
                    row.getString("id"),
                    row.getString("client_id"),
                    row.getString("session_hash"),
                    JSON.readValue(row.getString("details"), GrantDetails.class),
                    row.getBoolean("is_offline"),
                    row.getOffsetDateTime("expires_at").toInstant());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a stored grant cannot be read", impossible);
        }
    }

    private static String written(GrantDetails details) {
        try {
            return JSON.writeValueAsString(details);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a grant cannot be written", impossible);
        }
    }

    private static OffsetDateTime at(Instant when) {
        return when.atOffset(ZoneOffset.UTC);
    }
}
