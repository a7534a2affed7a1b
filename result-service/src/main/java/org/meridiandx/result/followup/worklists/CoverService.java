package org.meridiandx.result.followup.worklists;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.followup.loops.ReleaseService;

/// Who stands in for whom in the caller's own organisation, and what becomes of the reports of
/// somebody who is gone.
///
/// **Hazard:** the results of a clinician who is away, has left or has died are nobody's.
@ApplicationScoped
class CoverService {
    private final Pool pool;
    private final CoverRepository repository;
    private final Access access;
    private final ReleaseService releases;

    CoverService(Pool pool, CoverRepository repository, Access access, ReleaseService releases) {
        this.pool = pool;
        this.repository = repository;
        this.access = access;
        this.releases = releases;
    }

    Uni<Cover> add(Caller caller, Cover cover) {
        requireStaff(caller);
        if (!cover.isPlausible()) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "A cover is by somebody else, ends after it begins, and lasts at most 366 days.",
                    "to");
        }
        return repository
                .add(pool, caller.organisation(), cover, caller.actor())
                .replaceWith(cover);
    }

    Uni<List<Cover>> list(Caller caller) {
        requireStaff(caller);
        return repository.list(pool, caller.organisation());
    }

    Uni<Void> end(Caller caller, UUID id) {
        requireStaff(caller);
        return repository
                .end(pool, id, caller.organisation())
                .invoke(ended -> {
                    if (!ended) {
                        throw ProblemException.of(
                                ProblemCode.NOT_FOUND, "There is no such cover here that still holds.");
                    }
                })
                .replaceWithVoid();
    }

    /// Gives the open reports of a person back to their team, at most 1,000 at a time.
    ///
    /// @return how many
    Uni<Integer> release(Caller caller, String person) {
        requireStaff(caller);
        return releases.release(caller, caller.organisation(), person);
    }

    private void requireStaff(Caller caller) {
        access.requireScopeForAll(caller, Action.UPDATE, "DiagnosticReport");
        if (caller.organisation().isEmpty() || caller.role().equals("patient")) {
            throw ProblemException.of(ProblemCode.ACCESS_DENIED, "This is for the staff of an organisation.");
        }
    }
}
