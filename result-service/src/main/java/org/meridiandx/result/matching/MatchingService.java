package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.result.filing.PatientRef;

/// The queue of reports whose patient is not known yet, and what brings them out of it.
///
/// A report in the queue belongs to nobody: only its sender's organisation sees it. It is matched
/// by the identifiers that it came with, never by its order alone, because a number typed wrong
/// would show one patient's result to another.
@ApplicationScoped
public class MatchingService {
    private static final Logger LOG = Logger.getLogger(MatchingService.class);
    /// Who does what no caller asked for.
    public static final Caller ITSELF = new Caller(
            "result-service", "", "service", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));

    private static final QueueFiling.By SWEEP = new QueueFiling.By(ITSELF, "update");

    private final Pool pool;
    private final UnmatchedRepository repository;
    private final Directories directories;
    private final QueueFiling filing;
    private final Inbox inbox;
    private final int batch;

    MatchingService(
            UnmatchedRepository repository,
            Directories directories,
            QueueFiling filing,
            Inbox inbox,
            @ConfigProperty(name = "meridian.results.rematch-batch") int batch) {
        this.pool = filing.pool();
        this.repository = repository;
        this.directories = directories;
        this.filing = filing;
        this.inbox = inbox;
        this.batch = batch;
    }

    /// Puts a report into the queue, in the transaction that files it.
    public Uni<Void> enqueue(SqlClient connection, Unmatched entry) {
        return repository.add(connection, entry);
    }

    /// The longest waiting first.
    Uni<List<Unmatched>> list(UnmatchedPage page) {
        return repository.list(pool, page);
    }

    /// Tries those that are due, one after the other. One that fails waits like one without a
    /// patient.
    ///
    /// @return fails when the database is away: safe to be called again
    public Uni<Void> sweep() {
        return repository.due(pool, batch).chain(entries -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (var entry : entries) {
                all = all.chain(() -> attemptOrPostpone(entry));
            }
            return all;
        });
    }

    /// A patient was created or changed: those reports are tried again at once.
    ///
    /// @param topic where the event came from, and its id: the inbox knows a repeat by them
    public Uni<Void> patientChanged(String topic, String eventId, String patientId) {
        return directories
                .findPatient(PatientQuery.ofId(patientId))
                .chain(match -> pool.withTransaction(connection -> inbox.accept(connection, topic, eventId)
                        .chain(first -> first
                                ? repository.hasten(connection, match.patient().nhsNumber())
                                : Uni.createFrom().item(0))))
                .chain(hastened -> hastened > 0 ? sweep() : Uni.createFrom().voidItem());
    }

    private Uni<Void> attemptOrPostpone(Unmatched entry) {
        return attempt(entry)
                .onFailure()
                .invoke(fault -> LOG.errorf(
                        "report %s stays in the queue: %s",
                        entry.reportId(), fault.getClass().getName()))
                .onFailure()
                .recoverWithUni(() -> repository.postpone(pool, entry.reportId(), entry.reason()));
    }

    private Uni<Void> attempt(Unmatched entry) {
        if (entry.reason().equals("number-of-another-patient")) {
            return repository.postpone(pool, entry.reportId(), entry.reason());
        }
        return directories.findPatient(entry.query()).chain(match -> switch (match) {
            case PatientMatch.Found found -> attach(entry, found.patient());
            case PatientMatch.Unknown unknown -> repository.postpone(pool, entry.reportId(), unknown.reason());
            case PatientMatch.Conflict conflict -> repository.postpone(pool, entry.reportId(), conflict.reason());
            case PatientMatch.Unreachable away -> repository.postpone(pool, entry.reportId(), away.reason());
        });
    }

    private Uni<Void> attach(Unmatched entry, PatientRef patient) {
        var numbers = OrderQuery.ofNumbers(entry.placerNumber(), entry.fillerNumber(), patient.patientId());
        return directories
                .findOrder(numbers)
                .chain(order -> pool.withTransaction(connection -> repository
                        .take(connection, entry.reportId())
                        .chain(taken -> taken.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : filing.attach(connection, taken.get(), patient, order, SWEEP))))
                .invoke(() -> LOG.debugf("report %s has found its patient", entry.reportId()));
    }
}
