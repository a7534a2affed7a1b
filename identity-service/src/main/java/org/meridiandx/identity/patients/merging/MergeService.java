package org.meridiandx.identity.patients.merging;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.access.Caller;
import org.meridiandx.identity.patients.PatientMerges;
import org.meridiandx.identity.patients.PatientMerges.Result;
import org.meridiandx.identity.patients.PatientRegistry;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Merges and parts for callers, each in one transaction. Safe to repeat: the second time it is so
/// already.
@ApplicationScoped
public class MergeService {
    private final Pool pool;
    private final PatientRegistry registry;
    private final PatientMerges merges;

    MergeService(Pool pool, PatientRegistry registry, PatientMerges merges) {
        this.pool = pool;
        this.registry = registry;
        this.merges = merges;
    }

    public Uni<Result> merge(Caller caller, String sourceId, String targetId, String reason) {
        return pool.withTransaction(connection -> merges.merge(connection, sourceId, targetId, reason, caller));
    }

    Uni<Result> unmerge(Caller caller, String recordId) {
        return pool.withTransaction(connection -> merges.unmerge(connection, recordId, caller));
    }

    /// The record that an identifier belongs to, be it merged or not.
    ///
    /// @return fails with 422 where there is none, or more than one
    Uni<String> recordOf(PatientIdentifier identifier) {
        return registry.match(pool, java.util.List.of(identifier)).map(matches -> {
            var ids = matches.stream().map(match -> match.recordId()).distinct().toList();
            if (ids.size() != 1) {
                throw ProblemException.of(
                        ProblemCode.UNKNOWN_PATIENT,
                        ids.isEmpty()
                                ? "No Patient has this identifier. Name it by reference, or correct the identifier."
                                : "Several Patients have this identifier. Name one by reference.");
            }
            return ids.getFirst();
        });
    }
}
