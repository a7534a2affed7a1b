package org.meridiandx.identity.directory;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;

/// Keeps the directory: writes what is new or different and leaves the rest alone.
@ApplicationScoped
public class DirectoryService {
    private final Pool pool;
    private final DirectoryRepository repository;
    private final Map<String, DirectoryType> types;
    private final AuditedOutbox outbox;
    private final Clock clock;

    DirectoryService(
            Pool pool,
            DirectoryRepository repository,
            @All List<DirectoryType> types,
            AuditedOutbox outbox,
            Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.types = types.stream().collect(Collectors.toMap(DirectoryType::name, Function.identity()));
        this.outbox = outbox;
        this.clock = clock;
    }

    /// The declaration of a resource type of the directory.
    Optional<DirectoryType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /// One version of an entry, the one in force or one that was replaced.
    Uni<Optional<StoredResource>> version(DirectoryType type, String id, int version) {
        return repository.version(pool, type.name(), id, version);
    }

    /// Writes entries in the transaction that it is given; each type and id at most once.
    ///
    /// @return one result per entry, in their order; fails with a ProblemException (400) for one
    /// that cannot be kept
    public Uni<List<DirectoryWriteResult>> write(SqlClient connection, List<DirectoryEntry> entries) {
        return repository.lock(connection, entries).chain(kept -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var results = new ArrayList<DirectoryWriteResult>(entries.size());
            var rows = new ArrayList<DirectoryRepository.Written>();
            for (var entry : entries) {
                results.add(decide(entry, kept.get(entry.type() + "/" + entry.id()), now, rows));
            }
            return repository.write(connection, rows).replaceWith(List.copyOf(results));
        });
    }

    /// An operator's change of one entry, or a new one.
    ///
    /// @param ifMatch the version that the caller saw; empty where the entry is to be new
    Uni<DirectoryWriteResult> put(Caller caller, Resource resource, OptionalInt ifMatch) {
        var entry = new DirectoryEntry(resource, DirectoryEntry.Source.OPERATOR);
        return pool.withTransaction(connection -> repository
                .lock(connection, List.of(entry))
                .map(kept -> Optional.ofNullable(kept.get(entry.type() + "/" + entry.id())))
                .chain(kept -> {
                    var current = kept.map(found -> found.resource().version()).orElse(0);
                    return current == ifMatch.orElse(0)
                            ? putSeen(connection, caller, entry)
                            : Uni.createFrom().item(new DirectoryWriteResult.VersionConflict(current));
                }));
    }

    private Uni<DirectoryWriteResult> putSeen(SqlClient connection, Caller caller, DirectoryEntry entry) {
        return write(connection, List.of(entry)).map(List::getFirst).call(result -> {
            var action = switch (result) {
                case DirectoryWriteResult.Created created -> Optional.of("C");
                case DirectoryWriteResult.Changed changed -> Optional.of("U");
                case DirectoryWriteResult.Unchanged same -> Optional.<String>empty();
                case DirectoryWriteResult.KeptByOther kept -> Optional.<String>empty();
                case DirectoryWriteResult.VersionConflict conflict -> Optional.<String>empty();
            };
            return outbox.append(
                    connection,
                    caller,
                    action.map(letter -> AuditEntry.change(letter, "update", entry.type(), entry.id(), "")));
        });
    }

    private DirectoryWriteResult decide(
            DirectoryEntry entry,
            DirectoryRepository.@Nullable Kept kept,
            Instant now,
            List<DirectoryRepository.Written> rows) {
        if (kept != null && !entry.source().mayReplace(kept.source())) {
            return new DirectoryWriteResult.KeptByOther(kept.source());
        }
        var keys = typeOf(entry).keys().apply(entry.resource());
        var fingerprint = fingerprintOf(entry.resource());
        if (kept != null && kept.fingerprint().equals(fingerprint)) {
            return new DirectoryWriteResult.Unchanged(kept.resource());
        }
        var version = kept == null ? 1 : kept.resource().version() + 1;
        var resource = entry.resource();
        resource.getMeta().setVersionId(String.valueOf(version)).setLastUpdated(Date.from(now));
        var stored = new StoredResource(entry.id(), version, now, "", java.util.Set.of(), FhirJson.encode(resource));
        rows.add(new DirectoryRepository.Written(entry, stored, fingerprint, keys));
        return kept == null
                ? new DirectoryWriteResult.Created(stored)
                : new DirectoryWriteResult.Changed(stored, isInUse(kept.status()) && !isInUse(keys.status()));
    }

    private DirectoryType typeOf(DirectoryEntry entry) {
        return type(entry.type())
                .orElseThrow(() -> new IllegalArgumentException(entry.type() + " is no type of the directory"));
    }

    private static boolean isInUse(String status) {
        return status.equals("true") || status.equals("active");
    }

    private static String fingerprintOf(Resource resource) {
        resource.getMeta().setVersionId(null).setLastUpdated(null);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FhirJson.encode(resource)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
