package org.meridiandx.identity.relationships;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Plain SQL: decisions read a batch with one indexed query, and every intake adds rows in one
/// statement.
@ApplicationScoped
class RelationshipRepository {
    private static final String ADD = """
            insert into relationship (patient_id, organisation, ground, since)
            select patient_id, organisation, ground, $4
            from unnest($1::text[], $2::text[], $3::text[]) as r (patient_id, organisation, ground)
            on conflict (organisation, patient_id, ground) do update set until = null
            where relationship.until is not null""";
    private static final String RELATED = """
            select distinct patient_id from relationship
            where organisation = $1 and patient_id = any($2) and since <= $3 and (until is null or until > $3)""";
    private final Pool pool;

    RelationshipRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> add(SqlClient connection, List<Relationship> relationships, Instant since) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        relationships.stream().map(Relationship::patientId).toArray(String[]::new),
                        relationships.stream().map(Relationship::organisation).toArray(String[]::new),
                        relationships.stream().map(Relationship::ground).toArray(String[]::new),
                        since.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Set<String>> related(String organisation, Collection<String> patientIds, Instant now) {
        return pool.preparedQuery(RELATED)
                .execute(Tuple.of(organisation, patientIds.toArray(String[]::new), now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var found = new HashSet<String>();
                    rows.forEach(row -> found.add(row.getString(0)));
                    return Set.copyOf(found);
                });
    }
}
