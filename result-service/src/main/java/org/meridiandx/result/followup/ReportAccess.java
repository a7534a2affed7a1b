package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.reports.ResultSearches;

/// A report, for who may read or change it: whatever is known of how it is followed is as closed
/// as the report itself.
@ApplicationScoped
class ReportAccess {
    private final StoredResources stored;
    private final Access access;
    private final AuditTrail audit;
    private final StoredResources.Withholding withholding;

    ReportAccess(StoredResources stored, Access access, AuditTrail audit, StoredResources.Withholding withholding) {
        this.withholding = withholding;
        this.stored = stored;
        this.access = access;
        this.audit = audit;
    }

    /// @param interaction what the audit calls it
    /// @return the report; fails with 403 where scope or relationship is missing, 404 where there
    ///     is none
    Uni<StoredResource> find(Caller caller, String reportId, Action action, String interaction) {
        access.requireScope(caller, action, "DiagnosticReport");
        return stored.find(ResultSearches.DIAGNOSTIC_REPORT, reportId)
                .map(found -> found.orElseThrow(ReportAccess::notFound))
                .call(report -> require(caller, report, action, interaction))
                .call(report -> requireShown(caller, report));
    }

    /// What is withheld from patients is as if it did not exist.
    private Uni<Void> requireShown(Caller caller, StoredResource report) {
        return withholding.concerns(caller)
                ? withholding
                        .shown(caller, "DiagnosticReport", List.of(report))
                        .invoke(ids -> {
                            if (ids.isEmpty()) {
                                throw notFound();
                            }
                        })
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no DiagnosticReport with this id here.");
    }

    /// As [#find], for a caller who is given what is asked for: that is audited.
    Uni<StoredResource> open(Caller caller, String reportId, String interaction) {
        return find(caller, reportId, Action.READ, interaction)
                .call(report -> audit.record(
                        caller,
                        List.of(AuditEntry.change(
                                "R", interaction, "DiagnosticReport", reportId, report.patientId()))));
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
}
