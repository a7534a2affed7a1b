package org.meridiandx.identity.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Lets auditors, and patients as to themselves, at the log; who is refused is recorded.
@ApplicationScoped
public class AuditAccess {
    private static final String TYPE = "AuditEvent";
    private final Access access;
    private final AuditTrail audit;

    AuditAccess(Access access, AuditTrail audit) {
        this.access = access;
        this.audit = audit;
    }

    /// @param patientId whose entries are wanted; empty for all
    /// @return fails with [ProblemException] 403 when the policy does not allow it, once that is
    /// recorded
    public Uni<Void> require(Caller caller, Action action, String patientId) {
        access.requireScope(caller, action, TYPE);
        var request = AccessRequest.of(action, TYPE, patientId, Set.of());
        return access.decide(caller, List.of(request)).chain(decisions -> switch (decisions.getFirst()) {
            case AccessDecision.Allowed allowed -> Uni.createFrom().voidItem();
            case AccessDecision.Denied denied -> refuse(caller, action, patientId, denied.reason());
        });
    }

    private Uni<Void> refuse(Caller caller, Action action, String patientId, String reason) {
        var interaction = action == Action.READ ? "read" : "search-type";
        var entry = AuditEntry.denied(interaction, TYPE, "", patientId, reason);
        return audit.record(caller, List.of(entry))
                .onItem()
                .failWith(() -> ProblemException.of(
                        ProblemCode.ACCESS_DENIED,
                        "The record of accesses is for auditors; patients see what concerns them."));
    }
}
