package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.problem.ProblemException;

/// Writes down that an access token was refused, then refuses it.
///
/// Nothing that the token says is written as a fact: its holder is unknown.
@ApplicationScoped
class Refusals {
    private static final String PROOF = "DPoP proof, ";
    private final RefusalTrail trail;
    private final Explanations explanations;

    Refusals(RefusalTrail trail, Explanations explanations) {
        this.trail = trail;
        this.explanations = explanations;
    }

    /// A token that is not good. Why, is told where reasons are given.
    ///
    /// @return fails with the refusal, always
    Uni<Caller> ofToken(ProblemException refusal) {
        var told = explanations.told(refusal);
        return switch (refusal.problem().code()) {
            case UNAUTHENTICATED, TOKEN_EXPIRED -> refuse(entryOf(refusal), told);
            default -> Uni.createFrom().failure(told);
        };
    }

    /// No token, or none that can be read off the header. What to do is told everywhere.
    ///
    /// @return fails with the refusal, always
    Uni<Caller> ofHeader(ProblemException refusal) {
        return refuse(entryOf(refusal), refusal);
    }

    private Uni<Caller> refuse(AuditEntry entry, Throwable told) {
        return trail.record(RefusalTrail.unknown(), entry)
                .chain(() -> Uni.createFrom().failure(told));
    }

    /// Names the claim that is wrong, as far as the refusal does.
    private static AuditEntry entryOf(ProblemException refusal) {
        var detail = refusal.problem().detail();
        var fault = detail.substring(0, Math.max(detail.indexOf(':'), 0)).replace(PROOF, "dpop-");
        var reason = fault.isEmpty() || fault.contains(" ") ? "token" : "token-" + fault;
        return new AuditEntry("E", "authenticate", "denied", reason, "", List.of(), "", "");
    }
}
