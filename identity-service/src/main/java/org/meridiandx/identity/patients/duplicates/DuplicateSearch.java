package org.meridiandx.identity.patients.duplicates;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Patient;
import org.jboss.logging.Logger;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.patients.matching.Candidate;
import org.meridiandx.identity.patients.matching.MatchService;

/// Looks, after each change of a patient, whether another record may be of the same person. In the
/// background: the intake of messages does not wait for it, and what it asked for survives a restart.
@ApplicationScoped
class DuplicateSearch {
    private static final Logger LOG = Logger.getLogger(DuplicateSearch.class);
    private static final int BATCH = 100;
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);
    private final Pool pool;
    private final DuplicateRepository repository;
    private final MatchService matches;
    private final Clock clock;
    private final Semaphore turn = new Semaphore(1);

    DuplicateSearch(Pool pool, DuplicateRepository repository, MatchService matches, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.matches = matches;
        this.clock = clock;
    }

    @Scheduled(every = "{meridian.patient.duplicate-search-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return turn.tryAcquire()
                ? lookInTurn().onTermination().invoke(() -> turn.release())
                : Uni.createFrom().voidItem();
    }

    /// The last turn is waited for and kept, so that none is under way when the database goes.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (!turn.tryAcquire(LONGEST_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn(
                    "the search for duplicates goes on while the service stops; what it had taken is looked for again");
        }
    }

    private Uni<Void> lookInTurn() {
        return pool.withTransaction(connection -> repository
                .take(connection, BATCH)
                .chain(ids -> repository.shown(connection, ids))
                .chain(shown -> Multi.createFrom()
                        .iterable(shown)
                        .onItem()
                        .transformToUniAndConcatenate(patient -> look(connection, patient))
                        .collect()
                        .asList())
                .replaceWithVoid());
    }

    private Uni<Void> look(SqlClient connection, DuplicateRepository.Shown patient) {
        var described = FhirJson.read(patient.content(), Patient.class);
        return matches.graded(described, patient.id())
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(candidate -> repository.add(
                                connection, duplicateOf(patient.id(), candidate), OffsetDateTime.now(clock)))
                        .collect()
                        .asList()
                        .replaceWithVoid());
    }

    private PossibleDuplicate duplicateOf(String id, Candidate candidate) {
        return new PossibleDuplicate(
                UUID.randomUUID(),
                id,
                candidate.resource().id(),
                candidate.comparison().score(),
                candidate.comparison().grade().code(),
                candidate.comparison().agreements().stream().map(Enum::name).collect(Collectors.joining(",")),
                clock.instant(),
                "open");
    }
}
