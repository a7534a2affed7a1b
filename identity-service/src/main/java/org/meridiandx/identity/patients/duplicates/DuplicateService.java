package org.meridiandx.identity.patients.duplicates;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.identity.paging.Page;
import org.meridiandx.identity.paging.Position;
import org.meridiandx.identity.patients.PatientMerges;

/// Shows possible duplicates to those who administer patients, and settles them.
@ApplicationScoped
class DuplicateService {
    private final Pool pool;
    private final DuplicateRepository repository;
    private final PatientMerges merges;
    private final AuditTrail audit;
    private final Clock clock;

    DuplicateService(Pool pool, DuplicateRepository repository, PatientMerges merges, AuditTrail audit, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.merges = merges;
        this.audit = audit;
        this.clock = clock;
    }

    /// A pair with both records as they are served.
    record Pair(PossibleDuplicate duplicate, List<DuplicateRepository.Shown> shown) {
        Pair {
            shown = List.copyOf(shown);
        }
    }

    /// What became of a settlement.
    sealed interface Settlement {
        record Settled(String status) implements Settlement {}

        /// Settled before, in this way.
        record Before(String status) implements Settlement {}

        record Unknown() implements Settlement {}

        /// The merge was refused: the records have been merged or parted since.
        record Refused() implements Settlement {}
    }

    Uni<Page<PossibleDuplicate>> list(DuplicateQuery query) {
        return repository
                .list(pool, query, query.count() + 1)
                .map(found -> Page.of(found, query.count(), pair -> new Position<>(pair.score(), pair.id())));
    }

    /// Both are in the audit before they are shown.
    Uni<Optional<Pair>> view(Caller caller, UUID id) {
        return repository
                .find(pool, id, false)
                .chain(found -> found.map(duplicate -> repository
                                .shown(pool, List.of(duplicate.oneId(), duplicate.otherId()))
                                .call(shown -> audit.record(caller, entriesOf(shown)))
                                .map(shown -> Optional.of(new Pair(duplicate, shown))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /// @param survivor the record that lives on where they are the same; empty where they are not
    Uni<Settlement> settle(Caller caller, UUID id, Optional<String> survivor) {
        return pool.withTransaction(connection -> repository
                .find(connection, id, true)
                .chain(found -> found.map(duplicate -> settle(connection, caller, duplicate, survivor))
                        .orElseGet(() -> Uni.createFrom().item(new Settlement.Unknown()))));
    }

    private Uni<Settlement> settle(
            SqlClient connection, Caller caller, PossibleDuplicate duplicate, Optional<String> survivor) {
        if (!duplicate.status().equals("open")) {
            return Uni.createFrom().item(new Settlement.Before(duplicate.status()));
        }
        var status = survivor.isPresent() ? "same" : "different";
        var merge = survivor.map(target -> merges.merge(
                        connection,
                        target.equals(duplicate.oneId()) ? duplicate.otherId() : duplicate.oneId(),
                        target,
                        "possible duplicate " + duplicate.id(),
                        caller))
                .orElseGet(() -> Uni.createFrom().item(new PatientMerges.Result.Already("")));
        return merge.chain(result -> switch (result) {
            case PatientMerges.Result.Refused refused -> Uni.createFrom().item(new Settlement.Refused());
            case PatientMerges.Result.Unknown unknown -> Uni.createFrom().item(new Settlement.Unknown());
            case PatientMerges.Result.Done done -> remember(connection, caller, duplicate.id(), status);
            case PatientMerges.Result.Already already -> remember(connection, caller, duplicate.id(), status);
        });
    }

    private Uni<Settlement> remember(SqlClient connection, Caller caller, UUID id, String status) {
        return repository
                .resolve(connection, id, status, OffsetDateTime.now(clock), caller.actor())
                .replaceWith(new Settlement.Settled(status));
    }

    private static List<AuditEntry> entriesOf(List<DuplicateRepository.Shown> shown) {
        return shown.stream()
                .map(patient -> new AuditEntry(
                        "R", "possible-duplicate", "ok", "", "Patient", List.of(patient.id()), patient.id(), ""))
                .toList();
    }
}
