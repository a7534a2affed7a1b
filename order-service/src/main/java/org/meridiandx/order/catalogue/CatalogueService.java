package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.jboss.logging.Logger;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.catalogue.CatalogueEntry.Source;
import org.meridiandx.order.catalogue.CatalogueRepository.Kept;
import org.meridiandx.order.catalogue.CatalogueWriteResult.Changed;
import org.meridiandx.order.catalogue.CatalogueWriteResult.Created;
import org.meridiandx.order.catalogue.CatalogueWriteResult.LocalCodeTaken;
import org.meridiandx.order.catalogue.CatalogueWriteResult.Unchanged;
import org.meridiandx.order.catalogue.CatalogueWriteResult.VersionConflict;
import org.meridiandx.outbox.Outbox;

/// Keeps the catalogue: every version, one writer at a time, each change of an operator with its
/// trace.
@ApplicationScoped
public class CatalogueService {
    private static final Logger LOG = Logger.getLogger(CatalogueService.class);
    private final Pool pool;
    private final CatalogueRepository repository;
    private final CatalogueInForce inForce;
    private final Traces traces;
    private final Clock clock;

    CatalogueService(Pool pool, CatalogueRepository repository, CatalogueInForce inForce, Traces traces, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.inForce = inForce;
        this.traces = traces;
        this.clock = clock;
    }

    /// The trace of a change, in its transaction.
    @ApplicationScoped
    static class Traces {
        private final AuditTrail audit;
        private final Outbox outbox;

        Traces(AuditTrail audit, Outbox outbox) {
            this.audit = audit;
            this.outbox = outbox;
        }

        Uni<Void> leave(SqlClient connection, Caller caller, AuditEntry entry) {
            return outbox.append(connection, List.of(audit.message(caller, entry)));
        }
    }

    /// An operator's change of one test, or a new one.
    ///
    /// @param seen the version that the caller saw; empty where the test is to be new
    /// @return fails with a ProblemException 422 for a test that cannot be used. Safe to repeat
    Uni<CatalogueWriteResult> put(Caller caller, ActivityDefinition definition, OptionalInt seen) {
        var entry = CatalogueEntry.of(definition, Source.OPERATOR);
        return pool.withTransaction(connection -> repository
                        .beOnlyWriter(connection)
                        .chain(() -> repository.find(connection, entry.id()))
                        .chain(kept -> isSeen(kept, seen)
                                ? write(connection, entry, kept)
                                : Uni.createFrom().item(new VersionConflict(versionOf(kept))))
                        .call(result -> trace(connection, caller, result)))
                .call(inForce::refresh);
    }

    /// What a file says: its tests are kept, those of an earlier file that it leaves out are
    /// retired, and what an operator has changed stays.
    ///
    /// @return completes when the catalogue is in force
    Uni<Void> load(List<ActivityDefinition> definitions) {
        var entries = definitions.stream()
                .map(definition -> CatalogueEntry.of(definition, Source.FILE))
                .toList();
        return pool.withTransaction(connection -> repository
                        .beOnlyWriter(connection)
                        .chain(() -> repository.findAll(connection))
                        .chain(kept -> load(connection, entries, kept)))
                .chain(inForce::refresh);
    }

    /// One version of a test.
    Uni<Optional<StoredResource>> version(String id, int version) {
        return repository.version(pool, id, version);
    }

    /// These tests as they are served.
    Uni<List<StoredResource>> tests(List<String> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(List.of()) : repository.findThese(pool, ids);
    }

    private Uni<Void> load(SqlClient connection, List<CatalogueEntry> entries, List<Kept> kept) {
        var named = new HashSet<String>();
        entries.forEach(entry -> named.add(entry.id()));
        var retired = kept.stream().filter(test -> isLeftOut(test, named)).map(CatalogueService::retired);
        var all = java.util.stream.Stream.concat(retired, entries.stream()).toList();
        return repository
                .releaseLocalCodes(connection, changed(entries, kept))
                .onItem()
                .transformToMulti(ignored -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(entry -> loadOne(connection, entry, kept))
                .onItem()
                .invoke(CatalogueService::warnOfTakenCode)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /// Those of an earlier file that this one says something else of.
    private static List<CatalogueEntry> changed(List<CatalogueEntry> entries, List<Kept> kept) {
        var fingerprints = kept.stream()
                .filter(test -> test.source() == Source.FILE)
                .collect(Collectors.toMap(test -> test.resource().id(), Kept::fingerprint));
        return entries.stream()
                .filter(entry -> fingerprints.containsKey(entry.id())
                        && !entry.fingerprint().equals(fingerprints.get(entry.id())))
                .toList();
    }

    private static void warnOfTakenCode(CatalogueWriteResult result) {
        if (result instanceof LocalCodeTaken(var other)) {
            LOG.warnf("a test of the catalogue's file is left out: a local code of it means %s already", other);
        }
    }

    private Uni<CatalogueWriteResult> loadOne(SqlClient connection, CatalogueEntry entry, List<Kept> kept) {
        var there = kept.stream()
                .filter(test -> test.resource().id().equals(entry.id()))
                .findFirst();
        return there.isPresent() && there.get().source() == Source.OPERATOR
                ? Uni.createFrom().item(new Unchanged(there.get().resource()))
                : write(connection, entry, there);
    }

    private static boolean isLeftOut(Kept test, Set<String> named) {
        return test.source() == Source.FILE
                && !named.contains(test.resource().id())
                && !test.status().equals(PublicationStatus.RETIRED.toCode());
    }

    private static CatalogueEntry retired(Kept test) {
        var definition = FhirJson.read(test.resource().content(), ActivityDefinition.class);
        definition.setId(test.resource().id());
        return CatalogueEntry.of(definition.setStatus(PublicationStatus.RETIRED), Source.FILE);
    }

    private Uni<CatalogueWriteResult> write(SqlClient connection, CatalogueEntry entry, Optional<Kept> kept) {
        if (kept.isPresent() && kept.get().fingerprint().equals(entry.fingerprint())) {
            return Uni.createFrom().item(new Unchanged(kept.get().resource()));
        }
        return repository
                .otherByLocalCode(connection, entry)
                .chain(other -> other.isPresent()
                        ? Uni.createFrom().item(new LocalCodeTaken(other.get()))
                        : writeNext(connection, entry, kept));
    }

    private Uni<CatalogueWriteResult> writeNext(SqlClient connection, CatalogueEntry entry, Optional<Kept> kept) {
        var stored = stored(entry, versionOf(kept) + 1);
        return repository
                .write(connection, entry, stored)
                .replaceWith(kept.isEmpty() ? new Created(stored) : new Changed(stored));
    }

    private StoredResource stored(CatalogueEntry entry, int version) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var definition = entry.definition();
        definition.getMeta().setVersionId(String.valueOf(version)).setLastUpdated(Date.from(now));
        return new StoredResource(entry.id(), version, now, "", Set.of(), FhirJson.encode(definition));
    }

    private Uni<Void> trace(SqlClient connection, Caller caller, CatalogueWriteResult result) {
        return switch (result) {
            case Created(var resource) -> traces.leave(connection, caller, change("C", resource));
            case Changed(var resource) -> traces.leave(connection, caller, change("U", resource));
            case Unchanged same -> Uni.createFrom().voidItem();
            case VersionConflict conflict -> Uni.createFrom().voidItem();
            case LocalCodeTaken taken -> Uni.createFrom().voidItem();
        };
    }

    private static AuditEntry change(String action, StoredResource resource) {
        return AuditEntry.change(action, "update", "ActivityDefinition", resource.id(), "");
    }

    private static boolean isSeen(Optional<Kept> kept, OptionalInt seen) {
        return versionOf(kept) == seen.orElse(0);
    }

    private static int versionOf(Optional<Kept> kept) {
        return kept.map(test -> test.resource().version()).orElse(0);
    }
}
