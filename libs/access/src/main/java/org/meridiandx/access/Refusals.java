package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Writes down each access token that was refused, then refuses it.
///
/// Nothing that the token says is written as a fact: its holder is unknown. A trace that cannot
/// be kept is logged and turns no refusal into a fault.
@ApplicationScoped
class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final Caller UNKNOWN =
            new Caller("unknown", "", "", Optional.empty(), Optional.empty(), "", new Scopes(List.of()));
    private final AuditTrail audit;
    private final Explanations explanations;

    Refusals(AuditTrail audit, Explanations explanations) {
        this.audit = audit;
        this.explanations = explanations;
    }

    /// @return fails with the refusal, always
    Uni<Caller> leaveTrace(ProblemException refusal) {
        var told = explanations.told(refusal);
        if (refusal.problem().code() != ProblemCode.UNAUTHENTICATED) {
            return Uni.createFrom().failure(told);
        }
        var detail = refusal.problem().detail();
        var reason = detail.substring(0, Math.min(detail.length(), Math.max(detail.indexOf(':'), 0)));
        var entry = new AuditEntry(
                "E", "authenticate", "denied", reason.isEmpty() ? "token" : "token-" + reason, "", List.of(), "", "");
        return audit.record(UNKNOWN, List.of(entry))
                .onFailure()
                .recoverWithUni(away -> {
                    LOG.warn("a refused token left no trace in the audit: neither Kafka nor the outbox can be reached");
                    return Uni.createFrom().voidItem();
                })
                .chain(() -> Uni.createFrom().failure(told));
    }
}
