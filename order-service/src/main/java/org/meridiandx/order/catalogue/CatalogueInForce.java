package org.meridiandx.order.catalogue;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.catalogue.rules.Catalogue;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.catalogue.rules.PlainWords;

/// The catalogue in memory, a few seconds behind the database at most.
///
/// A catalogue has some thousand tests. Asking memory costs no query in the path of a request, and
/// a question in plain words with typos needs all of them anyway.
@Singleton
public class CatalogueInForce {
    private final Pool pool;
    private final CatalogueRepository repository;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private volatile Catalogue catalogue = Catalogue.EMPTY;
    private volatile long stamp = -1;

    CatalogueInForce(Pool pool, CatalogueRepository repository) {
        this.pool = pool;
        this.repository = repository;
    }

    private record Known(int version, CatalogueTest test) {}

    /// The test that a code of SNOMED CT, NICIP or another common system means.
    public Optional<CatalogueTest> byCode(CatalogueTest.Code code) {
        return catalogue.byCode(code);
    }

    /// The test that an organisation's own code means.
    ///
    /// @param organisation its ODS code
    /// @return empty where nobody has said what the code means
    public Optional<CatalogueTest> byLocalCode(String organisation, CatalogueTest.Code code) {
        return catalogue.byLocalCode(organisation, code);
    }

    /// Whether any code of an organisation's own is mapped.
    boolean hasCodesOf(String organisation) {
        return catalogue.hasCodesOf(organisation);
    }

    List<PlainWords.Hit> byWords(String text) {
        return catalogue.byWords(text);
    }

    /// Reads what has changed since the last time.
    @Scheduled(
            every = "${meridian.catalogue.refresh-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return repository
                .stamp(pool)
                .chain(now -> now == stamp ? Uni.createFrom().voidItem() : refreshTo(now));
    }

    private Uni<Void> refreshTo(long now) {
        return repository
                .versions(pool)
                .map(versions -> versions.stream()
                        .filter(version -> !isKnown(version))
                        .map(CatalogueRepository.Version::id)
                        .toList())
                .chain(changed -> repository.findThese(pool, changed))
                .invoke(changed -> take(changed, now))
                .replaceWithVoid();
    }

    private boolean isKnown(CatalogueRepository.Version version) {
        var here = known.get(version.id());
        return here != null && here.version() >= version.version();
    }

    private void take(List<StoredResource> changed, long now) {
        for (var resource : changed) {
            var definition = FhirJson.read(resource.content(), ActivityDefinition.class);
            definition.setId(resource.id());
            known.put(resource.id(), new Known(resource.version(), CatalogueMapper.test(definition)));
        }
        catalogue = new Catalogue(known.values().stream().map(Known::test).toList());
        stamp = now;
    }
}
