package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.ResultEvents;
import org.meridiandx.result.reports.ResultSearches;

/// Records who has seen which version of a report, once, and tells it.
@ApplicationScoped
public class FollowUpService {
    private final StoredResources stored;
    private final Access access;
    private final AuditTrail audit;
    private final AcknowledgementRepository repository;
    private final Ledger ledger;

    FollowUpService(
            StoredResources stored,
            Access access,
            AuditTrail audit,
            AcknowledgementRepository repository,
            Ledger ledger) {
        this.stored = stored;
        this.access = access;
        this.audit = audit;
        this.repository = repository;
        this.ledger = ledger;
    }

    /// Needs scope `DiagnosticReport.u` and access to the report.
    Uni<AcknowledgeResult> acknowledge(Caller caller, AcknowledgeReport command) {
        access.requireScope(caller, Action.UPDATE, "DiagnosticReport");
        return find(caller, command.reportId(), Action.UPDATE, "acknowledge")
                .chain(report ->
                        ledger.pool().withTransaction(connection -> acknowledge(connection, caller, command, report)));
    }

    /// Needs scope `DiagnosticReport.r` and access to the report.
    Uni<List<Acknowledgement>> list(Caller caller, String reportId) {
        access.requireScope(caller, Action.READ, "DiagnosticReport");
        return find(caller, reportId, Action.READ, "acknowledgements")
                .call(report -> audit.record(
                        caller,
                        List.of(new AuditEntry(
                                "R",
                                "acknowledgements",
                                "ok",
                                "",
                                "DiagnosticReport",
                                List.of(reportId),
                                report.patientId(),
                                ""))))
                .chain(report -> repository.list(ledger.pool(), report.id()));
    }

    private Uni<StoredResource> find(Caller caller, String reportId, Action action, String interaction) {
        return stored.find(ResultSearches.DIAGNOSTIC_REPORT, reportId)
                .map(found -> found.orElseThrow(() ->
                        ProblemException.of(ProblemCode.NOT_FOUND, "There is no DiagnosticReport with this id here.")))
                .call(report -> require(caller, report, action, interaction));
    }

    private Uni<Void> require(Caller caller, StoredResource report, Action action, String interaction) {
        var request = report.question(action, "DiagnosticReport");
        return access.decide(caller, List.of(request)).chain(decisions -> {
            if (decisions.getFirst().isAllowed()) {
                return Uni.createFrom().voidItem();
            }
            var entry = AuditEntry.denied(
                    interaction, "DiagnosticReport", report.id(), report.patientId(), "no-relationship");
            return audit.record(caller, List.of(entry))
                    .onItem()
                    .failWith(() -> ProblemException.of(
                            ProblemCode.ACCESS_DENIED,
                            "The caller has no relationship with this patient that allows it."));
        });
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
