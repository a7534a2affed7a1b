package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.directory.standing.PatientStandings;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.ResultFiling;
import org.meridiandx.result.filing.SpecimenVersion;
import org.meridiandx.result.filing.SubjectReference;

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

    private final Pool pool;
    private final UnmatchedRepository repository;
    private final Directories directories;
    private final FiledReports filed;
    private final ResultFiling filing;
    private final PatientStandings standings;
    private final Inbox inbox;
    private final AuditTrail audit;
    private final int batch;

    MatchingService(
            UnmatchedRepository repository,
            Directories directories,
            Filings filings,
            Inbox inbox,
            @ConfigProperty(name = "meridian.results.rematch-batch") int batch) {
        this.pool = filings.pool();
        this.repository = repository;
        this.directories = directories;
        this.filed = filings.filed();
        this.filing = filings.filing();
        this.standings = filings.standings();
        this.inbox = inbox;
        this.audit = filings.audit();
        this.batch = batch;
    }

    /// Puts a report into the queue, in the transaction that files it.
    public Uni<Void> enqueue(SqlClient connection, Unmatched entry) {
        return repository.add(connection, entry);
    }

    /// @param organisation ODS code whose entries are asked for; empty for all
    public Uni<List<Unmatched>> list(String organisation) {
        return repository.list(pool, organisation);
    }

    /// Tries those that are due, one after the other. One that fails waits like one without a patient.
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
                                : attachInForce(connection, taken.get(), patient, order))))
                .invoke(() -> LOG.debugf("report %s has found its patient", entry.reportId()));
    }

    private Uni<Void> attachInForce(
            SqlClient connection, Unmatched entry, PatientRef patient, Optional<OrderLink> order) {
        return standings
                .inForce(connection, List.of(patient.recordedPatientId()))
                .chain(kept -> attach(connection, entry, patient.in(kept), order));
    }

    private Uni<Void> attach(SqlClient connection, Unmatched entry, PatientRef patient, Optional<OrderLink> order) {
        var link = order.orElse(OrderLink.numbers(entry.placerNumber(), entry.fillerNumber()));
        return filed.load(connection, entry.reportId())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : filing.fileMatched(connection, next(found.get(), patient, link))
                                .replaceWithVoid());
    }

    private Filing next(FiledReports.Filed filed, PatientRef patient, OrderLink order) {
        var report = filed.report();
        var organisations = new HashSet<>(report.organisations());
        organisations.add(order.requester());
        organisations.add(order.performer());
        organisations.remove("");
        SubjectReference.set(report.json(), patient);
        SubjectReference.setOrder(report.json(), order);
        var entry = AuditEntry.change("U", "update", "DiagnosticReport", report.id(), patient.patientId());
        return new Filing(
                List.of(new ReportVersion(
                        report.id(),
                        report.version() + 1,
                        report.json(),
                        patient,
                        order,
                        organisations,
                        report.key(),
                        report.contentHash())),
                filed.observations().stream()
                        .map(line -> next(line, patient, order, organisations))
                        .toList(),
                filed.specimens().stream()
                        .map(specimen -> next(specimen, patient, organisations))
                        .toList(),
                List.of(audit.message(ITSELF, entry)));
    }

    private static ObservationVersion next(
            ObservationVersion line, PatientRef patient, OrderLink order, Set<String> organisations) {
        SubjectReference.set(line.json(), patient);
        return new ObservationVersion(
                line.id(),
                line.version() + 1,
                line.json(),
                patient,
                organisations,
                line.reportId(),
                line.key(),
                order.orderId());
    }

    private static SpecimenVersion next(SpecimenVersion specimen, PatientRef patient, Set<String> organisations) {
        SubjectReference.set(specimen.json(), patient);
        return new SpecimenVersion(
                specimen.id(),
                specimen.version() + 1,
                specimen.json(),
                patient,
                organisations,
                specimen.reportId(),
                specimen.key());
    }
}
