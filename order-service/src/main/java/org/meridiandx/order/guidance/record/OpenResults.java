package org.meridiandx.order.guidance.record;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.order.guidance.rules.record.Checked;

/// Reports of a patient that wait for somebody to acknowledge them, as far as the caller may search
/// them. What is shown is traced before.
@ApplicationScoped
public class OpenResults {
    /// Older ones are a matter for work lists, and would hide the new.
    public static final Duration LOOK_BACK = Duration.ofDays(90);

    /// The most that are told.
    public static final int MOST = 50;

    static final String TYPE = "DiagnosticReport";

    private final PriorRecords priors;
    private final AuditTrail audit;

    OpenResults(PriorRecords priors, AuditTrail audit) {
        this.priors = priors;
        this.audit = audit;
    }

    /// @param patientId Patient.id
    /// @return the newest first, or why they were not looked at; it does not fail for a source that
    ///     is away
    public Uni<Checked<OpenResult>> of(Caller caller, String patientId) {
        return priors.openResults(caller, patientId).call(found -> trace(caller, patientId, found));
    }

    private Uni<Void> trace(Caller caller, String patientId, Checked<OpenResult> found) {
        var ids = found.all().stream().map(OpenResult::id).toList();
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : audit.record(caller, List.of(AuditEntry.search(TYPE, ids, patientId, "patient")));
    }
}
