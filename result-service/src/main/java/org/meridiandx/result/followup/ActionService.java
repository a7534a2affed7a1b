package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.OrderAnswer;
import org.meridiandx.directory.OrderDirectoryClient;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.followup.loops.Loop;
import org.meridiandx.result.followup.loops.Step;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Outcome;
import org.meridiandx.result.followup.rules.Responsible;

/// What callers do to the loop of a report: act, assign, hand over, accept, telephone. Each needs
/// scope `DiagnosticReport.u` and access to the report, and is safe to repeat; a telephone call is
/// noted each time.
///
/// **Hazard:** a result that changes hands and gets lost between them: what is handed over stays
/// with those who had it, timer and all, until the others accept it.
@ApplicationScoped
class ActionService {
    /// How far the caller's clock may be ahead of the database's.
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
    private final Pool pool;
    private final ReportAccess reports;
    private final LoopChanges loops;
    private final CallRepository calls;
    private final OrderDirectoryClient orders;

    ActionService(
            Pool pool, ReportAccess reports, LoopChanges loops, CallRepository calls, OrderDirectoryClient orders) {
        this.pool = pool;
        this.reports = reports;
        this.loops = loops;
        this.calls = calls;
        this.orders = orders;
    }

    Uni<FollowUpResult> perform(Caller caller, String reportId, FollowUpReader.Said said) {
        return reports.find(caller, reportId, Action.UPDATE, said.command().name())
                .call(report -> requireOrder(said.command(), report.patientId()))
                .chain(report -> pool.withTransaction(connection -> loops.find(connection, reportId)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().item(new FollowUpResult.NotFollowed())
                                : perform(connection, caller, found.get(), said))));
    }

    /// What a report is closed by has to be there: an order of the same patient.
    private Uni<Void> requireOrder(FollowUpCommand command, String patientId) {
        if (!(command instanceof FollowUpCommand.Act act)
                || !act.outcome().reference().startsWith("ServiceRequest/")) {
            return Uni.createFrom().voidItem();
        }
        var orderId = act.outcome().reference().substring("ServiceRequest/".length());
        return orders.find(OrderQuery.ofId(orderId))
                .invoke(answer -> {
                    if (answer instanceof OrderAnswer.Unreachable) {
                        throw ProblemException.of(
                                ProblemCode.UNAVAILABLE,
                                "The order cannot be looked up at the moment. Try again shortly.");
                    }
                    if (!(answer instanceof OrderAnswer.Found order)
                            || !order.patientId().equals(patientId)) {
                        throw ProblemException.of(
                                ProblemCode.UNPROCESSABLE,
                                "There is no such order of this patient. Name one that was placed.",
                                "reference");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<FollowUpResult> perform(SqlClient connection, Caller caller, Loop loop, FollowUpReader.Said said) {
        if (said.version().filter(seen -> seen != loop.version()).isPresent()) {
            return refused(new FollowUpResult.Superseded(loop.version()));
        }
        return loops.now(connection).chain(now -> {
            var moment = new Moment(connection, caller, now);
            return switch (said.command()) {
                case FollowUpCommand.Telephone call -> telephone(moment, loop, call);
                case FollowUpCommand.Accept ignored -> accept(moment, loop);
                case FollowUpCommand.Act act -> ours(moment, loop, () -> act(moment, loop, act.outcome()));
                case FollowUpCommand.Assign assign ->
                    ours(
                            moment,
                            loop,
                            () -> move(moment, loop, loop.responsible().assignedTo(assign.person()), assign));
                case FollowUpCommand.HandOver over -> ours(moment, loop, () -> handOver(moment, loop, over));
            };
        });
    }

    /// Where and when something is done, and by whom.
    private record Moment(SqlClient connection, Caller caller, Instant now) {}

    private static Uni<FollowUpResult> ours(
            Moment moment, Loop loop, java.util.function.Supplier<Uni<FollowUpResult>> deed) {
        var organisation = loop.responsible().organisation();
        return organisation.equals(moment.caller().organisation())
                ? deed.get()
                : refused(new FollowUpResult.NotYours(organisation));
    }

    private Uni<FollowUpResult> act(Moment moment, Loop loop, Outcome outcome) {
        return switch (loop.state()) {
            case LoopState.Waiting waiting ->
                refused(new FollowUpResult.NotNow(waiting.code(), "Acknowledge the report first."));
            case LoopState.Acknowledged acknowledged -> {
                var mark = LoopChanges.markOf(moment.caller(), moment.now());
                var next = loop.at(acknowledged.actedOn(mark, outcome), Optional.empty());
                var detail = outcome.kind().code() + " " + outcome.reference();
                var step = new Step(next.reportId(), next.version(), "acted", mark, detail.strip());
                yield done(moment, next, step, "acted");
            }
            case LoopState.ActedOn before ->
                before.outcome().equals(outcome)
                        ? Uni.createFrom().item(new FollowUpResult.Done(loop))
                        : refused(new FollowUpResult.NotNow("acted", "It was acted on before: read how."));
        };
    }

    private Uni<FollowUpResult> move(Moment moment, Loop loop, Responsible responsible, FollowUpCommand command) {
        if (loop.state() instanceof LoopState.ActedOn) {
            return refused(nothingLeft());
        }
        if (responsible.equals(loop.responsible())) {
            return Uni.createFrom().item(new FollowUpResult.Done(loop));
        }
        var next = loop.with(responsible);
        var to = command instanceof FollowUpCommand.Assign assign ? assign.person() : responsible.offeredTo();
        var mark = LoopChanges.markOf(moment.caller(), moment.now());
        var cause = command instanceof FollowUpCommand.Assign ? "assigned" : "offered";
        return done(moment, next, new Step(next.reportId(), next.version(), cause, mark, to), cause);
    }

    private Uni<FollowUpResult> handOver(Moment moment, Loop loop, FollowUpCommand.HandOver over) {
        if (over.organisation().equals(loop.responsible().organisation())) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "It lies with this organisation already. $assign gives it to a person.",
                    "organisation");
        }
        return move(moment, loop, loop.responsible().offeredTo(over.organisation()), over);
    }

    private Uni<FollowUpResult> accept(Moment moment, Loop loop) {
        var organisation = moment.caller().organisation();
        if (loop.responsible().organisation().equals(organisation)) {
            return Uni.createFrom().item(new FollowUpResult.Done(loop));
        }
        if (!loop.responsible().offeredTo().equals(organisation)) {
            return refused(new FollowUpResult.NotYours(loop.responsible().organisation()));
        }
        if (loop.state() instanceof LoopState.ActedOn) {
            return refused(nothingLeft());
        }
        var mark = LoopChanges.markOf(moment.caller(), moment.now());
        var person = moment.caller().user().orElse("");
        var next = loop.with(loop.responsible().takenOnBy(person, organisation));
        var step = new Step(
                next.reportId(),
                next.version(),
                "accepted",
                mark,
                loop.responsible().organisation());
        return done(moment, next, step, "accepted");
    }

    private Uni<FollowUpResult> telephone(Moment moment, Loop loop, FollowUpCommand.Telephone call) {
        if (call.at().filter(at -> at.isAfter(moment.now().plus(CLOCKS_APART))).isPresent()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "'at' is when the call was made: it cannot be to come.", "at");
        }
        var mark = LoopChanges.markOf(moment.caller(), moment.now());
        var detail = call.isReadBack() ? "read back" : "not read back";
        var step = new Step(loop.reportId(), loop.version(), "telephoned", mark, detail);
        return calls.add(moment.connection(), loop, mark, call).chain(() -> done(moment, loop, step, "telephoned"));
    }

    private Uni<FollowUpResult> done(Moment moment, Loop next, Step step, String cause) {
        return loops.save(moment.connection(), moment.caller(), next, List.of(step), cause)
                .replaceWith(new FollowUpResult.Done(next));
    }

    private static FollowUpResult nothingLeft() {
        return new FollowUpResult.NotNow("acted", "Nothing is left to be done about it.");
    }

    private static Uni<FollowUpResult> refused(FollowUpResult result) {
        return Uni.createFrom().item(result);
    }
}
