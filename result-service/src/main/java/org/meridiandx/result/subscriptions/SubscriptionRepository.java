package org.meridiandx.result.subscriptions;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.result.subscriptions.channel.SubscriptionConfig;
import org.meridiandx.result.subscriptions.definition.Definition;
import org.meridiandx.result.subscriptions.definition.ServedSubscription;

/// Subscriptions, each with the client and organisation whose it is. Plain statements, as all of this service: see the
/// package `filing`.
@ApplicationScoped
class SubscriptionRepository {
    private static final String SERVED = " id, version, last_updated, status, cause, content";
    /// The same places in both statements; a client has so many and no more.
    private static final String ADD = """
            insert into subscription (id, client_id, organisation, version, last_updated, status, endpoint, headers,
                payload, heartbeat_seconds, timeout_seconds, max_count, ends_at, patients, categories, codes,
                performers, requesters, content, topic, role, purpose, scopes, secret)
            select $1, $2, $3, $4, now(), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                $21, $22, $23
            where (select count(*) from subscription where client_id = $2 and organisation = $3) < $24
            returning""" + SERVED;
    private static final String CHANGE = """
            update subscription set version = $4 + 1, last_updated = now(), status = $5, endpoint = $6, headers = $7,
                payload = $8, heartbeat_seconds = $9, timeout_seconds = $10, max_count = $11, ends_at = $12,
                patients = $13, categories = $14, codes = $15, performers = $16, requesters = $17, content = $18,
                topic = $19, told_apart = told_apart or categories <> '{}' or codes <> '{}', handshake_due = true,
                heartbeat_at = 'infinity', failures = 0, cause = '', lease = lease + 1, due_at = now()
            where id = $1 and client_id = $2 and organisation = $3 and version = $4
            returning""" + SERVED;
    private static final String FIND =
            "select" + SERVED + ", topic from subscription" + " where id = $1 and client_id = $2 and organisation = $3";
    private static final String LIST = "select" + SERVED + " from subscription" + """
             where client_id = $1 and organisation = $2
            and ($3 = '' or id = $3) and ($4 = '' or status = $4) order by last_updated desc, id""";
    private static final String REMOVE =
            "delete from subscription where id = $1 and client_id = $2 and organisation = $3";
    private final SubscriptionConfig config;

    SubscriptionRepository(SubscriptionConfig config) {
        this.config = config;
    }

    /// A subscription that there is, with its topic, which does not change.
    record Kept(ServedSubscription served, String topic) {}

    /// @param secret signs what is sent
    /// @return empty where the client has as many as it may have
    Uni<Optional<ServedSubscription>> add(
            SqlClient connection, String id, Caller owner, Definition definition, byte[] secret) {
        var places = places(id, owner, 1, definition);
        places.add(owner.role());
        places.add(owner.purpose());
        places.add(owner.scopes().toString());
        places.add(Buffer.buffer(secret));
        places.add(config.maxPerClient());
        return one(connection, ADD, places);
    }

    /// @param version that it has
    /// @return empty where it has another one by now
    Uni<Optional<ServedSubscription>> change(
            SqlClient connection, String id, Caller owner, int version, Definition definition) {
        return one(connection, CHANGE, places(id, owner, version, definition));
    }

    private List<Object> places(String id, Caller owner, int version, Definition definition) {
        var filter = definition.filter();
        var places = new ArrayList<Object>();
        places.add(id);
        places.add(owner.clientId());
        places.add(owner.organisation());
        places.add(version);
        places.add(definition.isOff() ? "off" : "requested");
        places.add(definition.endpoint());
        places.add(array(definition.headers()));
        places.add(definition.payload().code());
        places.add(seconds(definition.heartbeat()));
        places.add(seconds(definition.timeout().orElse(config.timeout())));
        places.add(definition.maxCount());
        places.add(definition.endsAt().map(end -> end.atOffset(ZoneOffset.UTC)).orElse(null));
        places.add(array(filter.patients()));
        places.add(array(filter.categories()));
        places.add(array(filter.codes()));
        places.add(array(filter.performers()));
        places.add(array(filter.requesters()));
        places.add(Buffer.buffer(definition.content()));
        places.add(definition.topic().url());
        return places;
    }

    Uni<Optional<Kept>> find(SqlClient connection, String id, Caller owner) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(id, owner.clientId(), owner.organisation()))
                .map(rows -> first(rows).map(row -> new Kept(served(row), row.getString("topic"))));
    }

    /// @param id empty for any
    /// @param status empty for any
    Uni<List<ServedSubscription>> list(SqlClient connection, Caller owner, String id, String status) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(owner.clientId(), owner.organisation(), id, status))
                .map(rows -> {
                    var found = new ArrayList<ServedSubscription>(rows.size());
                    rows.forEach(row -> found.add(served(row)));
                    return found;
                });
    }

    /// Removes it with all that waits for it.
    ///
    /// @return false where there was none
    Uni<Boolean> remove(SqlClient connection, String id, Caller owner) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(id, owner.clientId(), owner.organisation()))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Uni<Optional<ServedSubscription>> one(SqlClient connection, String sql, List<Object> places) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.from(places))
                .map(rows -> first(rows).map(SubscriptionRepository::served));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.iterator().hasNext() ? Optional.of(rows.iterator().next()) : Optional.empty();
    }

    private static ServedSubscription served(Row row) {
        return new ServedSubscription(
                row.getString("id"),
                row.getInteger("version"),
                row.getOffsetDateTime("last_updated").toInstant(),
                row.getString("status"),
                row.getString("cause"),
                row.getBuffer("content").getBytes());
    }

    private static int seconds(Duration time) {
        return Math.toIntExact(time.toSeconds());
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
