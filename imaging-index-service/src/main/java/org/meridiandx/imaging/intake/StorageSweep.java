package org.meridiandx.imaging.intake;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.imaging.store.InstanceStorage;
import org.meridiandx.imaging.store.PendingUpload;
import org.meridiandx.imaging.store.StorageKey;
import org.meridiandx.imaging.studies.StudyIndexService;

/// Takes away what uploads left behind whose process died: their parts, and files that never got
/// into the index.
@ApplicationScoped
class StorageSweep {
    private static final Logger LOG = Logger.getLogger(StorageSweep.class);
    private final InstanceStorage storage;
    private final StudyIndexService index;
    private final Clock clock;
    private final Duration after;

    StorageSweep(
            InstanceStorage storage,
            StudyIndexService index,
            Clock clock,
            @ConfigProperty(name = "meridian.store.sweep-after") Duration after) {
        this.storage = storage;
        this.index = index;
        this.clock = clock;
        this.after = after;
    }

    @Scheduled(every = "{meridian.store.sweep-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return Multi.createFrom()
                .items(Unchecked.supplier(
                        () -> storage.pendingSince(clock.instant().minus(after)).stream()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToUniAndConcatenate(this::settle)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(away -> LOG.warnf("sweep waits: %s", away.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> settle(PendingUpload pending) {
        var keys = pending.kept().stream().map(StorageKey::value).toList();
        return index.indexed(keys)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(Unchecked.consumer(indexed -> storage.settle(pending, keysOf(indexed))))
                .invoke(indexed -> LOG.infof(
                        "upload swept: %d files kept, %d removed", indexed.size(), keys.size() - indexed.size()))
                .replaceWithVoid();
    }

    private static Set<StorageKey> keysOf(Set<String> indexed) {
        return indexed.stream().map(StorageKey::new).collect(Collectors.toSet());
    }
}
