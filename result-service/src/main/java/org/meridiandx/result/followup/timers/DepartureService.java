package org.meridiandx.result.followup.timers;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.meridiandx.result.followup.loops.Loops;
import org.meridiandx.result.followup.loops.Loops.Owner;
import org.meridiandx.result.followup.loops.ReleaseService;

/// Asks the directory which owners of open reports have left or died, and gives what was theirs
/// back to the team. Who moved to another organisation and works there has not left: what was
/// theirs at the former one is released by hand.
///
/// **Hazard:** the results of somebody who is gone wait for them until they are overdue.
@ApplicationScoped
class DepartureService {
    private static final String PERSON = "Practitioner/";
    private static final int AT_ONCE = 500;
    private final Pool pool;
    private final Loops loops;
    private final StaffQuestions staff;
    private final ReleaseService releases;

    DepartureService(Pool pool, Loops loops, StaffQuestions staff, ReleaseService releases) {
        this.pool = pool;
        this.loops = loops;
        this.staff = staff;
        this.releases = releases;
    }

    /// Goes through all owners.
    ///
    /// @return fails when identity-service or the database is away: safe to be called again
    Uni<Void> releaseAll() {
        return releaseAfter(new Owner("", ""));
    }

    private Uni<Void> releaseAfter(Owner last) {
        return loops.owners(pool, last, AT_ONCE)
                .call(this::releaseOf)
                .chain(owners ->
                        owners.size() < AT_ONCE ? Uni.createFrom().voidItem() : releaseAfter(owners.getLast()));
    }

    private Uni<Void> releaseOf(List<Owner> owners) {
        var ids = owners.stream()
                .map(Owner::person)
                .filter(person -> person.startsWith(PERSON))
                .map(person -> person.substring(PERSON.length()))
                .distinct()
                .toList();
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : staff.departed(ids)
                        .map(Set::copyOf)
                        .chain(departed -> Multi.createFrom()
                                .iterable(owners)
                                .filter(owner -> owner.person().startsWith(PERSON)
                                        && departed.contains(owner.person().substring(PERSON.length())))
                                .onItem()
                                .transformToUniAndConcatenate(owner -> releases.release(
                                        EscalationService.ITSELF, owner.organisation(), owner.person()))
                                .collect()
                                .last()
                                .replaceWithVoid());
    }
}
