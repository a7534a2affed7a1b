package org.meridiandx.result.codes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.meridiandx.result.oru.Drafts;

/// Keeps the map of codes at hand, and counts what it does not know.
///
/// The map is asked for at each message, so it is kept in memory and read again when the table has
/// changed. Counts are added to the table every few seconds: a message does not wait for a row that
/// all messages of its sender want.
@ApplicationScoped
public class CodeService {
    private static final int MOST_COUNTED = 50_000;
    private static final int LONGEST = 300;
    private final Pool pool;
    private final CodeRepository repository;
    private final Counter unmapped;
    private volatile Optional<Loaded> loaded = Optional.empty();
    private final Map<CodeMap.Unmapped, Long> counts = new ConcurrentHashMap<>();

    CodeService(Pool pool, CodeRepository repository, MeterRegistry metrics) {
        this.pool = pool;
        this.repository = repository;
        this.unmapped = Counter.builder("meridian.results.unmapped.codes")
                .description("Codes of senders that no map knows, each time that one came")
                .register(metrics);
    }

    private record Loaded(CodeRepository.State state, CodeMap map) {}

    /// Adds the meaning of local codes to a draft, and counts those without one.
    ///
    /// @return fails when the map was never read and the database is away
    public Uni<Void> translate(Drafts.Message draft) {
        return map().invoke(found -> count(found.translate(draft))).replaceWithVoid();
    }

    /// The same for FHIR resources of a sender.
    ///
    /// @param resources of what their sender said; changed
    /// @param own the system of the sender's own codes
    /// @return fails when the map was never read and the database is away
    public Uni<Void> translate(List<ObjectNode> resources, String own) {
        return map().invoke(found -> count(found.translate(resources, own))).replaceWithVoid();
    }

    private Uni<CodeMap> map() {
        var known = loaded;
        return known.isPresent() ? Uni.createFrom().item(known.get().map()) : refresh();
    }

    private void count(List<CodeMap.Unmapped> found) {
        unmapped.increment(found.size());
        for (var one : found) {
            if (one.code().code().length() > LONGEST
                    || one.code().system().length() > LONGEST
                    || one.display().length() > LONGEST) {
                continue; // no code of a list, and too long for an index
            }
            if (counts.size() < MOST_COUNTED || counts.containsKey(one)) {
                counts.merge(one, 1L, Long::sum);
            }
        }
    }

    private Uni<CodeMap> refresh() {
        return repository.state(pool).chain(state -> {
            var known = loaded.filter(before -> before.state().equals(state));
            return known.isPresent()
                    ? Uni.createFrom().item(known.get().map())
                    : repository.load(pool).invoke(map -> loaded = Optional.of(new Loaded(state, map)));
        });
    }

    @Scheduled(
            identity = "codes",
            every = "{meridian.codes.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> keepUp() {
        return refresh().chain(this::flush);
    }

    /// Writes what was counted; what cannot be written is counted on.
    Uni<Void> flush() {
        var taken = new HashMap<CodeMap.Unmapped, Long>();
        counts.keySet().forEach(key -> Optional.ofNullable(counts.remove(key)).ifPresent(n -> taken.put(key, n)));
        return taken.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository
                        .count(pool, taken.entrySet())
                        .onFailure()
                        .invoke(ignored -> taken.forEach((key, n) -> counts.merge(key, n, Long::sum)));
    }

    Uni<List<CodeRepository.Mapped>> mapped(CodeRepository.Page page) {
        return repository.mapped(pool, page);
    }

    Uni<List<CodeRepository.Waiting>> waiting(String system, int limit) {
        return flush().chain(() -> repository.unmapped(pool, system, limit));
    }

    /// All changes or none. They count from the next message on, on other replicas from the next
    /// look.
    Uni<Void> change(List<CodeRepository.Change> changes, String actor) {
        return pool.withTransaction(connection -> repository.change(connection, changes, actor))
                .chain(this::refresh)
                .replaceWithVoid();
    }
}
