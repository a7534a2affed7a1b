package org.meridiandx.result.followup.timers;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.followup.critical.rules.Person;
import org.meridiandx.result.followup.loops.DeadlineTable;
import org.meridiandx.result.followup.loops.Loop;
import org.meridiandx.result.followup.loops.Loops;
import org.meridiandx.result.followup.loops.Regrading;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Urgency;

/// Looks up age and sex where a limit depends on them, outside the transaction that files the
/// report: until then the stricter reading holds, and it goes on holding while identity-service is
/// away or does not know.
@ApplicationScoped
class GradingService {
    private static final int AT_ONCE = 50;
    private final Pool pool;
    private final Loops loops;
    private final PatientDirectoryClient patients;
    private final Regrading regrading;
    private final DeadlineTable deadlines;

    GradingService(
            Pool pool, Loops loops, PatientDirectoryClient patients, Regrading regrading, DeadlineTable deadlines) {
        this.pool = pool;
        this.loops = loops;
        this.patients = patients;
        this.regrading = regrading;
        this.deadlines = deadlines;
    }

    /// Grades some of those that are open. One whose patient cannot be looked up now waits for the
    /// next look.
    Uni<Void> gradeSome() {
        return loops.ungraded(pool, AT_ONCE)
                .chain(open -> Multi.createFrom()
                        .iterable(open)
                        .onItem()
                        .transformToUniAndConcatenate(this::grade)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> grade(Loop open) {
        return patients.demographics(open.patientId())
                .chain(found -> pool.withTransaction(connection -> loops.lock(connection, List.of(open.reportId()))
                        .chain(held -> held.isEmpty()
                                        || held.getFirst().standing().isGraded()
                                        || held.getFirst().version() != open.version()
                                ? Uni.createFrom().voidItem()
                                : write(connection, held.getFirst(), found))))
                .onFailure(ProblemException.class)
                .recoverWithNull();
    }

    private Uni<Void> write(SqlClient connection, Loop loop, Optional<Demographics> found) {
        var person = found.map(known -> personOf(known, loop.beganAt())).orElse(Person.UNKNOWN);
        return loops.now(connection)
                .chain(now -> regrading
                        .urgencyOf(connection, loop, person)
                        .map(urgency -> graded(loop, urgency, now))
                        .chain(graded -> regrading.save(connection, graded, now)));
    }

    /// Who has acknowledged it has the time to act, the others that to acknowledge.
    private Loop graded(Loop loop, Urgency urgency, Instant now) {
        var limits = deadlines.of(loop.responsible().organisation(), urgency);
        var limit = loop.state() instanceof LoopState.Waiting ? limits.acknowledge() : limits.act();
        return loop.graded(
                urgency, urgency == loop.urgency() ? loop.dueAt() : loop.dueAt().map(any -> now.plus(limit)));
    }

    private static Person personOf(Demographics known, Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        var age = known.birthDate()
                .map(birth -> Math.max(0, Period.between(birth, day).getYears()));
        return new Person(age, known.gender());
    }
}
