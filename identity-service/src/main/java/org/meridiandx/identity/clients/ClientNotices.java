package org.meridiandx.identity.clients;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/// Notices to the people behind a client, for them to read. What changes a client writes its notice
/// in the same statement ([ClientRepository]). **Source:** OWASP ASVS 5.0, 6.3.5 and 6.3.7.
@ApplicationScoped
public class ClientNotices {
    private static final Logger LOG = Logger.getLogger(ClientNotices.class);

    /// Adds one, or counts one that was there on the same day.
    static final String ADD = """
            insert into client_notice (client_id, day, kind, detail, first_at, last_at, times)
            select %s on conflict (client_id, day, kind, detail) do update
            set last_at = excluded.last_at, times = client_notice.times + 1""";
    private static final String ATTEMPT =
            ADD.formatted("$1, ($3::timestamptz at time zone 'UTC')::date, 'assertion-refused', $2, $3, $3, 1");
    private static final String OF = """
            select kind, detail, first_at, last_at, times from client_notice
            where client_id = $1 order by last_at desc, kind, detail limit 200""";
    private final Pool pool;
    private final Clock clock;
    private final Cache<String, Boolean> counted = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    ClientNotices(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /// Notes that somebody who says to be the client could not prove it. Never fails: where it cannot be
    /// written it is logged, and they are refused all the same.
    ///
    /// @param fault name of the claim that is wrong
    public Uni<Void> refused(String clientId, String fault) {
        var key = clientId + "\n" + fault;
        if (counted.asMap().putIfAbsent(key, Boolean.TRUE) != null) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(ATTEMPT)
                .execute(Tuple.of(clientId, fault, OffsetDateTime.now(clock)))
                .replaceWithVoid()
                .onFailure()
                .invoke(lost -> {
                    counted.invalidate(key);
                    LOG.errorf(
                            "client %s is not told of a refused assertion: %s",
                            clientId, lost.getClass().getName());
                })
                .onFailure()
                .recoverWithNull();
    }

    /// The latest first, at most 200.
    public Uni<List<ClientNotice>> of(String clientId) {
        return pool.preparedQuery(OF).execute(Tuple.of(clientId)).map(rows -> {
            var found = new ArrayList<ClientNotice>(rows.size());
            rows.forEach(row -> found.add(new ClientNotice(
                    row.getString(0),
                    row.getString(1),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getOffsetDateTime(3).toInstant(),
                    row.getInteger(4))));
            return List.copyOf(found);
        });
    }
}
