package org.meridiandx.identity.sessions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Table `person_session`. Plain SQL: single statements that decide for all replicas.
@ApplicationScoped
class SessionRepository {
    private static final String ADD = "insert into person_session"
            + " (id_hash, subject, person, started_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)";
    private static final String FIND = "select person, started_at, last_seen_at from person_session"
            + " where id_hash = $1 and ended_at is null and expires_at > $2";
    private static final String LIST_OF = "select id_hash, person, started_at, last_seen_at from person_session"
            + " where subject = $1 and ended_at is null and expires_at > $2 order by last_seen_at desc limit 50";
    private static final String TOUCH =
            "update person_session set last_seen_at = $2 where id_hash = $1 and last_seen_at < $2";
    private static final String END = "update person_session set ended_at = $2 where id_hash = $1 and ended_at is null";
    private static final String END_ALL_OF =
            "update person_session set ended_at = $2 where subject = $1 and ended_at is null";
    private static final String FORGET = "delete from person_session where expires_at < $1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Pool pool;

    SessionRepository(Pool pool) {
        this.pool = pool;
    }

    record Stored(Session session, Instant lastSeen) {}

    Uni<Void> add(String hash, Person person, Instant now, Instant expires) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(
                        hash,
                        person.subject(),
                        written(person),
                        now.atOffset(ZoneOffset.UTC),
                        expires.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Optional<Stored>> find(String hash, Instant now) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(hash, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var row = rows.iterator();
                    return row.hasNext() ? Optional.of(stored(hash, row.next())) : Optional.empty();
                });
    }

    Uni<List<Stored>> listOf(String subject, Instant now) {
        return pool.preparedQuery(LIST_OF)
                .execute(Tuple.of(subject, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var found = new ArrayList<Stored>();
                    rows.forEach(row -> found.add(stored(row.getString("id_hash"), row)));
                    return List.copyOf(found);
                });
    }

    Uni<Void> touch(String hash, Instant now) {
        return at(TOUCH, hash, now);
    }

    Uni<Void> end(String hash, Instant now) {
        return at(END, hash, now);
    }

    Uni<Void> endAllOf(String subject, Instant now) {
        return at(END_ALL_OF, subject, now);
    }

    Uni<Void> forget(Instant before) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private Uni<Void> at(String statement, String key, Instant now) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(key, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static Stored stored(String hash, Row row) {
        try {
            var person = JSON.readValue(row.getString("person"), Person.class);
            return new Stored(
                    new Session(
                            hash, person, row.getOffsetDateTime("started_at").toInstant()),
                    row.getOffsetDateTime("last_seen_at").toInstant());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a stored session cannot be read", impossible);
        }
    }

    private static String written(Person person) {
        try {
            return JSON.writeValueAsString(person);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a session cannot be written", impossible);
        }
    }
}
