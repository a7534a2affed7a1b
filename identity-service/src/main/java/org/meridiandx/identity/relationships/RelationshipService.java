package org.meridiandx.identity.relationships;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Knows which organisation has to do with which patient.
@ApplicationScoped
public class RelationshipService {
    /// A row may be stamped by a replica whose clock is a little ahead; it counts at once all the same.
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final RelationshipRepository repository;
    private final Clock clock;

    RelationshipService(RelationshipRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /// Adds relationships in the caller's transaction; one that is there already stays as it is.
    public Uni<Void> add(SqlClient connection, List<Relationship> relationships) {
        return relationships.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository.add(connection, relationships, clock.instant());
    }

    /// Of these patients, the ones that the organisation has to do with now. One query for the
    /// whole batch.
    public Uni<Set<String>> related(String organisation, Collection<String> patientIds) {
        return patientIds.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : repository.related(organisation, patientIds, clock.instant().plus(CLOCK_SKEW));
    }
}
