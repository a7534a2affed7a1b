package org.meridiandx.identity.authorization;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.meridiandx.identity.sessions.Secret;

/// Table `launch_context`. Plain SQL: a handle is taken by one statement, for all replicas.
@ApplicationScoped
class LaunchRepository {
    private static final String ADD = "insert into launch_context"
            + " (handle_hash, client_id, organisation, patient_id, encounter, intent, style_url, needs_banner, expires_at)"
            + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private static final String COLUMNS = "organisation, patient_id, encounter, intent, style_url, needs_banner";
    private static final String FIND =
            "select " + COLUMNS + " from launch_context where handle_hash = $1 and expires_at > $2";
    private static final String TAKE =
            "delete from launch_context where handle_hash = $1 and expires_at > $2 returning " + COLUMNS;
    private static final String FORGET = "delete from launch_context where expires_at < $1";
    private final Pool pool;

    LaunchRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> add(String handle, String clientId, LaunchContext context, Instant expires) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addString(Secret.digest(handle))
                        .addString(clientId)
                        .addString(context.organisation())
                        .addString(context.patientId())
                        .addString(context.encounter())
                        .addString(context.intent())
                        .addString(context.styleUrl())
                        .addBoolean(context.needsBanner())
                        .addOffsetDateTime(expires.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Optional<LaunchContext>> find(String handle, Instant now) {
        return one(FIND, handle, now);
    }

    Uni<Optional<LaunchContext>> take(String handle, Instant now) {
        return one(TAKE, handle, now);
    }

    Uni<Void> forget(Instant before) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private Uni<Optional<LaunchContext>> one(String statement, String handle, Instant now) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(Secret.digest(handle), now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var row = rows.iterator();
                    return row.hasNext() ? Optional.of(contextOf(row.next())) : Optional.empty();
                });
    }

    private static LaunchContext contextOf(Row row) {
        return new LaunchContext(
                row.getString("organisation"),
                row.getString("patient_id"),
                row.getString("encounter"),
                row.getString("intent"),
                row.getString("style_url"),
                row.getBoolean("needs_banner"));
    }
}
