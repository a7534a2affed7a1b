package org.meridiandx.identity.authorization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.meridiandx.identity.sessions.Secret;

/// Tables `interaction` and `pushed_request`. Plain SQL: what may be used once is taken by one
/// statement, for all replicas.
@ApplicationScoped
class InteractionRepository {
    private static final String ADD = "insert into interaction"
            + " (id_hash, browser_hash, parameters, expires_at, created_at) values ($1, $2, $3, $4, $5)";
    private static final String FIND = "select parameters, role_profile, patient_id, created_at from interaction"
            + " where id_hash = $1 and browser_hash = $2 and expires_at > $3";
    private static final String CHOOSE_ROLE = "update interaction set role_profile = $2 where id_hash = $1";
    private static final String CHOOSE_PATIENT = "update interaction set patient_id = $2 where id_hash = $1";
    private static final String END = "delete from interaction where id_hash = $1 returning id_hash";
    private static final String PUSH =
            "insert into pushed_request (uri_hash, client_id, parameters, expires_at) values ($1, $2, $3, $4)";
    private static final String TAKE = "delete from pushed_request where uri_hash = $1 and client_id = $2"
            + " and expires_at > $3 returning parameters";
    private static final String FORGET = "with p as (delete from pushed_request where expires_at < $1)"
            + " delete from interaction where expires_at < $1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private final Pool pool;

    InteractionRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> add(Interaction interaction, String browser, Instant expires) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(
                        Secret.digest(interaction.id()),
                        Secret.digest(browser),
                        written(interaction.parameters()),
                        at(expires),
                        at(interaction.createdAt())))
                .replaceWithVoid();
    }

    Uni<Optional<Interaction>> find(String id, String browser, Instant now) {
        return one(
                FIND,
                Tuple.of(Secret.digest(id), Secret.digest(browser), at(now)),
                row -> new Interaction(
                        id,
                        read(row.getString("parameters")),
                        Optional.ofNullable(row.getString("role_profile")),
                        Optional.ofNullable(row.getString("patient_id")),
                        row.getOffsetDateTime("created_at").toInstant()));
    }

    Uni<Void> chooseRole(String id, String profile) {
        return pool.preparedQuery(CHOOSE_ROLE)
                .execute(Tuple.of(Secret.digest(id), profile))
                .replaceWithVoid();
    }

    Uni<Void> choosePatient(String id, String patientId) {
        return pool.preparedQuery(CHOOSE_PATIENT)
                .execute(Tuple.of(Secret.digest(id), patientId))
                .replaceWithVoid();
    }

    /// @return false where somebody ended it first
    Uni<Boolean> end(String id) {
        return pool.preparedQuery(END).execute(Tuple.of(Secret.digest(id))).map(rows -> rows.size() == 1);
    }

    Uni<Void> push(String uri, String clientId, Map<String, String> parameters, Instant expires) {
        return pool.preparedQuery(PUSH)
                .execute(Tuple.of(Secret.digest(uri), clientId, written(parameters), at(expires)))
                .replaceWithVoid();
    }

    Uni<Optional<Map<String, String>>> takePushed(String uri, String clientId, Instant now) {
        return one(TAKE, Tuple.of(Secret.digest(uri), clientId, at(now)), row -> read(row.getString(0)));
    }

    Uni<Void> forget(Instant before) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(at(before))).replaceWithVoid();
    }

    private <T> Uni<Optional<T>> one(String statement, Tuple values, Function<Row, T> mapper) {
        return pool.preparedQuery(statement).execute(values).map(rows -> {
            var row = rows.iterator();
            return row.hasNext() ? Optional.of(mapper.apply(row.next())) : Optional.empty();
        });
    }

    private static String written(Map<String, String> parameters) {
        try {
            return JSON.writeValueAsString(parameters);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("parameters cannot be written", impossible);
        }
    }

    private static Map<String, String> read(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored parameters cannot be read", impossible);
        }
    }

    private static OffsetDateTime at(Instant when) {
        return when.atOffset(ZoneOffset.UTC);
    }
}
