package org.meridiandx.identity.organisations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.meridiandx.fhir.OdsCode;

/// Registers organisations and knows which codes are registered.
@ApplicationScoped
public class OrganisationService {
    private final OrganisationRepository repository;
    private final Clock clock;
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();

    OrganisationService(OrganisationRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /// Adds an organisation, or changes its name and type; nothing happens where it is the same
    /// already.
    @WithTransaction
    public Uni<Void> register(Organisation organisation) {
        return repository
                .findByCode(organisation.ods().value())
                .chain(found -> store(found, organisation))
                .invoke(() -> known.put(organisation.ods().value(), true));
    }

    /// Whether the code is one of a registered organisation; remembered for 30 seconds.
    @WithSession
    public Uni<Boolean> isRegistered(OdsCode ods) {
        var remembered = known.getIfPresent(ods.value());
        if (remembered != null) {
            return Uni.createFrom().item(remembered);
        }
        return repository
                .findByCode(ods.value())
                .map(Optional::isPresent)
                .invoke(present -> known.put(ods.value(), present));
    }

    private Uni<Void> store(Optional<OrganisationEntity> found, Organisation organisation) {
        var entity = found.orElseGet(OrganisationEntity::new);
        var now = OffsetDateTime.now(clock.withZone(ZoneOffset.UTC)).truncatedTo(ChronoUnit.MILLIS);
        if (!entity.change(organisation, now)) {
            return Uni.createFrom().voidItem();
        }
        return repository.persist(entity).replaceWithVoid();
    }
}
