package org.meridiandx.result.release;

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

/// Who may write and read what is said to a patient about a report.
@ApplicationScoped
class NoteAccess {
    private static final String TYPE = "DiagnosticReport";
    private final StoredResources stored;
    private final Access access;
    private final AuditTrail audit;
    private final ReleaseGate gate;

    NoteAccess(StoredResources stored, Access access, AuditTrail audit, ReleaseGate gate) {
        this.stored = stored;
        this.access = access;
        this.audit = audit;
        this.gate = gate;
    }

    /// **Hazard:** a machine, or the patient themself, releases what a clinician was to explain.
    Uni<StoredResource> toWrite(Caller caller, String reportId) {
        access.requireScope(caller, Action.UPDATE, TYPE);
        var isClinician = caller.user()
                .filter(person -> person.startsWith("Practitioner"))
                .isPresent();
        if (!isClinician || gate.concerns(caller)) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED, "A clinician who has signed in writes to patients, and nobody else.");
        }
        return find(reportId).call(report -> unmasked(caller, report, Action.UPDATE));
    }

    /// With the trace of it. Withheld is as if it did not exist.
    Uni<StoredResource> toRead(Caller caller, String reportId) {
        access.requireScope(caller, Action.READ, TYPE);
        return find(reportId)
                .call(report -> unmasked(caller, report, Action.READ))
                .call(report -> requireReleased(caller, report))
                .call(report -> audit.record(
                        caller,
                        List.of(new AuditEntry(
                                "R", "patient-notes", "ok", "", TYPE, List.of(report.id()), report.patientId(), ""))));
    }

    private Uni<StoredResource> find(String reportId) {
        return stored.find(ResultSearches.DIAGNOSTIC_REPORT, reportId)
                .map(found -> found.orElseThrow(NoteAccess::notFound));
    }

    private Uni<Void> unmasked(Caller caller, StoredResource report, Action action) {
        return access.permit(caller, report.question(action, TYPE))
                .invoke(decision -> {
                    if (decision.isMasked()) {
                        throw ProblemException.of(
                                ProblemCode.ACCESS_DENIED, "The report is shown to this caller masked only.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> requireReleased(Caller caller, StoredResource report) {
        return gate.concerns(caller)
                ? gate.shown(caller, TYPE, List.of(report))
                        .invoke(ids -> {
                            if (ids.isEmpty()) {
                                throw notFound();
                            }
                        })
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    static ProblemException notFound() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no DiagnosticReport with this id here.");
    }
}
