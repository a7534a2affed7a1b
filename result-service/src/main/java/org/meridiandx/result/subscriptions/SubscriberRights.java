package org.meridiandx.result.subscriptions;

import java.util.Optional;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// By whose rights events are told later, when no token is at hand: the system's own, never those of a person who has
/// signed in, whose session ends.
final class SubscriberRights {
    private SubscriberRights() {}

    /// @throws ProblemException 403 where the token is no system's, or may not read reports
    static Caller of(Caller caller) {
        if (caller.patientId().isPresent()
                || caller.role().equals("patient") // whose results wait for their release
                || caller.region().isPresent()
                || !caller.signedIn().equals(Caller.SignedIn.UNTOLD)) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "A subscription outlives a sign-in: a system makes it with a token of its own.");
        }
        var scopes = new Scopes(caller.scopes().granted().stream()
                .filter(scope -> scope.startsWith("system/"))
                .toList());
        if (!scopes.allow(Action.READ, "DiagnosticReport") || !scopes.allow(Action.SEARCH, "DiagnosticReport")) {
            throw ProblemException.of(
                    ProblemCode.INSUFFICIENT_SCOPE,
                    "The token's scopes do not cover what would be told. Ask for system/DiagnosticReport.rs.");
        }
        return new Caller(
                caller.clientId(),
                caller.organisation(),
                caller.role(),
                // To be told is no person's look at a record, and what one person may see is not for a system.
                Optional.empty(),
                Optional.empty(),
                caller.purpose(),
                scopes);
    }
}
