package org.meridiandx.identity.organisations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.directory.DirectoryEntry;
import org.meridiandx.identity.directory.DirectoryService;

/// Registers the organisations that take part in the region and knows their codes.
///
/// An organisation that only stands in the directory, such as one from a load of published files,
/// does not take part.
@ApplicationScoped
public class OrganisationService {
    private final Pool pool;
    private final OrganisationRepository repository;
    private final DirectoryService directory;
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();

    OrganisationService(Pool pool, OrganisationRepository repository, DirectoryService directory) {
        this.pool = pool;
        this.repository = repository;
        this.directory = directory;
    }

    /// Adds an organisation, or changes its name and type; nothing happens where it is the same
    /// already.
    ///
    /// The directory shows it so, unless it knows it from a better source.
    public Uni<Void> register(Organisation organisation) {
        return pool.withTransaction(connection ->
                        repository.upsert(connection, organisation).chain(() -> show(connection, organisation)))
                .invoke(() -> known.put(organisation.ods().value(), true));
    }

    /// Whether the code is one of a registered organisation; remembered for 30 seconds.
    public Uni<Boolean> isRegistered(OdsCode ods) {
        var remembered = known.getIfPresent(ods.value());
        if (remembered != null) {
            return Uni.createFrom().item(remembered);
        }
        return repository.exists(pool, ods).invoke(present -> known.put(ods.value(), present));
    }

    private Uni<Void> show(SqlClient connection, Organisation organisation) {
        var entry = new DirectoryEntry(OrganisationMapper.toFhir(organisation), DirectoryEntry.Source.REGION);
        return directory.write(connection, List.of(entry)).replaceWithVoid();
    }
}
