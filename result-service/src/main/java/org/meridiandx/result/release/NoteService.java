package org.meridiandx.result.release;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.release.NoteRepository.Draft;

/// Notes for patients: a clinician writes them, who may read the report reads them.
@ApplicationScoped
class NoteService {
    private final Pool pool;
    private final NoteRepository repository;
    private final ReleaseRepository results;
    private final NoteAccess reports;
    private final Ledger ledger;

    NoteService(Pool pool, NoteRepository repository, ReleaseRepository results, NoteAccess reports, Ledger ledger) {
        this.pool = pool;
        this.repository = repository;
        this.results = results;
        this.reports = reports;
        this.ledger = ledger;
    }

    /// A note with the patient whom it is for.
    record Written(PatientNote note, String patientId, boolean isNew) {}

    /// All notes of one report.
    record Notes(String patientId, List<PatientNote> all) {
        Notes {
            all = List.copyOf(all);
        }
    }

    /// Needs scope `DiagnosticReport.u`, access to the report, and a person who has signed in. Safe to repeat: the same
    /// words about the same content are one note.
    ///
    /// @param version that the author has seen
    /// @return fails with 403, 404, 409 where another version is current, 503
    Uni<Written> write(Caller caller, String reportId, int version, NoteParameters said) {
        return reports.toWrite(caller, reportId)
                .chain(report -> pool.withTransaction(connection -> write(connection, caller, report, version, said)));
    }

    private Uni<Written> write(
            SqlConnection connection, Caller caller, StoredResource report, int version, NoteParameters said) {
        return repository
                .currentVersion(connection, report.id())
                .invoke(current -> requireSame(current, version))
                .chain(() -> results.reports(connection, List.of(report.id())))
                .map(found -> Optional.ofNullable(found.get(report.id())).orElseThrow(NoteAccess::notFound))
                .map(held -> new Draft(report.id(), version, held.content(), said.text(), said.isRelease()))
                .chain(draft -> keep(connection, caller, report, draft));
    }

    private Uni<Written> keep(SqlConnection connection, Caller caller, StoredResource report, Draft draft) {
        return repository
                .add(connection, caller, draft)
                .call(isNew -> isNew
                        ? ledger.write(connection, caller, report)
                        : Uni.createFrom().voidItem())
                .chain(isNew -> repository
                        .get(connection, caller, draft)
                        .map(note -> new Written(note, report.patientId(), isNew)));
    }

    /// Needs scope `DiagnosticReport.r` and access to the report; to a patient, that it is released.
    ///
    /// @return the oldest first; fails with 403, 404, 503
    Uni<Notes> read(Caller caller, String reportId) {
        return reports.toRead(caller, reportId)
                .chain(report -> repository.of(pool, report.id()).map(all -> new Notes(report.patientId(), all)));
    }

    private static void requireSame(Optional<Integer> current, int seen) {
        var now = current.orElseThrow(NoteAccess::notFound);
        if (now != seen) {
            throw ProblemException.of(
                    ProblemCode.VERSION_CONFLICT,
                    "The report has changed: version " + now + " is current. Read it, then write about that version.",
                    "DiagnosticReport.meta.versionId");
        }
    }

    /// The trace of what was written, in its transaction.
    @ApplicationScoped
    static class Ledger {
        private final Outbox outbox;
        private final AuditTrail audit;

        Ledger(Outbox outbox, AuditTrail audit) {
            this.outbox = outbox;
            this.audit = audit;
        }

        Uni<Void> write(SqlConnection connection, Caller caller, StoredResource report) {
            var entry = AuditEntry.change("C", "tell-patient", "DiagnosticReport", report.id(), report.patientId());
            return outbox.append(connection, List.of(audit.message(caller, entry)));
        }
    }
}
