package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.filing.ResultEvents;

/// Records who has seen which version of a report, once, and tells it.
@ApplicationScoped
public class FollowUpService {
    private final ReportAccess reports;
    private final AuditTrail audit;
    private final AcknowledgementRepository repository;
    private final LoopChanges loops;
    private final Ledger ledger;

    FollowUpService(
            ReportAccess reports,
            AuditTrail audit,
            AcknowledgementRepository repository,
            LoopChanges loops,
            Ledger ledger) {
        this.reports = reports;
        this.audit = audit;
        this.repository = repository;
        this.loops = loops;
        this.ledger = ledger;
    }

    /// Needs scope `DiagnosticReport.u` and access to the report.
    Uni<AcknowledgeResult> acknowledge(Caller caller, AcknowledgeReport command) {
        return reports.find(caller, command.reportId(), Action.UPDATE, "acknowledge")
                .chain(report ->
                        ledger.pool().withTransaction(connection -> acknowledge(connection, caller, command, report)));
    }

    /// Needs scope `DiagnosticReport.r` and access to the report.
    Uni<List<Acknowledgement>> list(Caller caller, String reportId) {
        return reports.open(caller, reportId, "acknowledgements")
                .chain(report -> repository.list(ledger.pool(), report.id()));
    }

    private Uni<AcknowledgeResult> acknowledge(
            SqlClient connection, Caller caller, AcknowledgeReport command, StoredResource report) {
        return repository.currentVersion(connection, report.id()).chain(current -> {
            if (current.isEmpty()) {
                return Uni.createFrom().item(new AcknowledgeResult.NotFound());
            }
            if (command.version().filter(seen -> !seen.equals(current.get())).isPresent()) {
                return Uni.createFrom().item(new AcknowledgeResult.Superseded(current.get()));
            }
            var one = new Acknowledgement(
                    report.id(),
                    current.get(),
                    caller.actor(),
                    caller.organisation(),
                    ledger.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                    command.comment());
            return record(connection, caller, one, report.patientId());
        });
    }

    private Uni<AcknowledgeResult> record(SqlClient connection, Caller caller, Acknowledgement one, String patientId) {
        var event =
                ledger.events().acknowledged(one.reportId(), one.version(), patientId, one.actor(), one.organisation());
        var entry = AuditEntry.change("E", "acknowledge", "DiagnosticReport", one.reportId(), patientId);
        return repository
                .add(connection, one, caller.clientId())
                .call(isNew -> isNew
                        ? ledger.outbox().append(connection, List.of(event, audit.message(caller, entry)))
                        : Uni.createFrom().voidItem())
                .call(() -> loops.acknowledged(connection, caller, one))
                .chain(() -> repository.get(connection, one.reportId(), one.version(), one.actor()))
                .map(AcknowledgeResult.Acknowledged::new);
    }

    /// Where an acknowledgement is written to.
    @ApplicationScoped
    static class Ledger {
        private final Pool pool;
        private final Outbox outbox;
        private final ResultEvents events;
        private final Clock clock;

        Ledger(Pool pool, Outbox outbox, ResultEvents events, Clock clock) {
            this.pool = pool;
            this.outbox = outbox;
            this.events = events;
            this.clock = clock;
        }

        Pool pool() {
            return pool;
        }

        Outbox outbox() {
            return outbox;
        }

        ResultEvents events() {
            return events;
        }

        Clock clock() {
            return clock;
        }
    }
}
