package org.meridiandx.identity.account;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.identity.grants.GrantService;
import org.meridiandx.identity.sessions.SessionService;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What operators do when somebody has left, or has lost what they sign in with.
@ApplicationScoped
class PeopleService {
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@-]{1,100}:[A-Za-z0-9._@|-]{1,200}");
    private final SessionService sessions;
    private final GrantService grants;
    private final AuditTrail audit;

    PeopleService(SessionService sessions, GrantService grants, AuditTrail audit) {
        this.sessions = sessions;
        this.grants = grants;
        this.audit = audit;
    }

    /// Ends all sessions of a person and all that apps got from them, once that is written down. Safe
    /// to repeat; nothing happens where there is no such person.
    ///
    /// @param subject provider and the person's id there, as tokens say it (`sub`)
    /// @return fails with [ProblemException] 400, 403 or 503
    Uni<Void> signOut(Caller caller, String subject) {
        if (!caller.role().equals("operator")) {
            throw ProblemException.of(ProblemCode.ACCESS_DENIED, "Only operators sign other people out.");
        }
        if (!SUBJECT.matcher(subject).matches()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "A person is named as tokens name them: provider:id.", "subject");
        }
        var entry = AuditEntry.change("E", "sign-out-person", "Person", subject, "");
        return audit.record(caller, List.of(entry))
                .chain(() -> sessions.endAllOf(subject))
                .chain(() -> grants.endPerson(subject));
    }
}
