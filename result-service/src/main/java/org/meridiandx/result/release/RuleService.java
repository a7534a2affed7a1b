package org.meridiandx.result.release;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.release.rules.Release;
import org.meridiandx.result.release.rules.RuleTable.Key;

/// What the caller's own organisation decided about release. Who changed what stays on record, and in the audit.
@ApplicationScoped
class RuleService {
    /// As scopes and the audit call rules: what is to happen when.
    private static final String TYPE = "PlanDefinition";

    private final Pool pool;
    private final RuleRepository repository;
    private final Access access;
    private final AuditTrail audit;
    private final Outbox outbox;

    RuleService(Pool pool, RuleRepository repository, Access access, AuditTrail audit, Outbox outbox) {
        this.pool = pool;
        this.repository = repository;
        this.access = access;
        this.audit = audit;
        this.outbox = outbox;
    }

    /// Needs scope `PlanDefinition.s`.
    Uni<List<RuleRepository.Made>> list(Caller caller) {
        require(caller, Action.SEARCH);
        return repository.of(pool, caller.organisation());
    }

    /// Counts from the next read on. Needs scope `PlanDefinition.u`; safe to repeat.
    ///
    /// @param release empty for what the region says
    Uni<Void> set(Caller caller, Key key, Optional<Release> release) {
        require(caller, Action.UPDATE);
        var entry = AuditEntry.change(
                "U",
                "release-rule",
                TYPE,
                key.text().replace(':', '-')
                        + release.map(one -> "-" + one.text()).orElse(""),
                "");
        return pool.withTransaction(connection -> repository
                .set(connection, caller, key, release)
                .chain(() -> outbox.append(connection, List.of(audit.message(caller, entry)))));
    }

    private void require(Caller caller, Action action) {
        access.requireScopeForAll(caller, action, TYPE);
        if (caller.organisation().isEmpty()
                || caller.role().equals("patient")
                || caller.region().isPresent()) {
            throw ProblemException.of(ProblemCode.ACCESS_DENIED, "This is for the staff of an organisation.");
        }
    }
}
