package org.meridiandx.order.guidance.record;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.api.v1.RecentResultsRequest;
import org.meridiandx.contracts.api.v1.RecentStudiesRequest;
import org.meridiandx.order.guidance.rules.record.Checked;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.guidance.rules.record.PriorStudy;
import org.meridiandx.outbox.RegionEvents;

/// Asks for results and studies, and leaves of them what the caller may see. It never fails: what
/// was not looked at is said.
@ApplicationScoped
class PriorRecords {
    static final String RESULT = "Observation";
    static final String STUDY = "ImagingStudy";
    private static final Logger LOG = Logger.getLogger(PriorRecords.class);
    private static final Duration LOOK_BACK = Duration.ofDays(740);
    private static final int MOST = 200;

    private final ResultQuestions results;
    private final StudyQuestions studies;
    private final Access access;
    private final Clock clock;

    PriorRecords(ResultQuestions results, StudyQuestions studies, Access access, Clock clock) {
        this.results = results;
        this.studies = studies;
        this.access = access;
        this.clock = clock;
    }

    /// One row with the question that decides about it.
    private record Row<T>(T row, AccessRequest question) {}

    Uni<Checked<PriorResult>> results(Caller caller, String patientId, List<String> codes) {
        var question = RecentResultsRequest.newBuilder()
                .setPatientId(patientId)
                .setSince(RegionEvents.timestampOf(clock.instant().minus(LOOK_BACK)))
                .setLatestPerCode(true)
                .setLimit(MOST);
        codes.forEach(code -> question.addCodes(PriorMapper.codeOf(code)));
        return shown(
                caller,
                AccessRequest.searchGate(RESULT, patientId),
                results.ask(question.build())
                        .map(answer -> answer.getResultsList().stream()
                                .map(each -> new Row<>(
                                        PriorMapper.result(each),
                                        AccessRequest.of(
                                                        Action.SEARCH,
                                                        RESULT,
                                                        patientId,
                                                        Set.copyOf(each.getOrganisationsList()))
                                                .labelled(Set.copyOf(each.getSecurityLabelsList()))))
                                .toList()),
                "The results of the region");
    }

    Uni<Checked<PriorStudy>> studies(Caller caller, String patientId) {
        var question = RecentStudiesRequest.newBuilder()
                .setPatientId(patientId)
                .setSince(RegionEvents.timestampOf(clock.instant().minus(LOOK_BACK)))
                .setLimit(MOST)
                .build();
        return shown(
                caller,
                AccessRequest.searchGate(STUDY, patientId),
                studies.ask(question)
                        .map(answer -> answer.getStudiesList().stream()
                                .map(each -> new Row<>(
                                        PriorMapper.study(each),
                                        AccessRequest.of(
                                                        Action.SEARCH,
                                                        STUDY,
                                                        patientId,
                                                        Set.copyOf(each.getOrganisationsList()))
                                                .labelled(Set.copyOf(each.getSecurityLabelsList()))))
                                .toList()),
                "The studies of the region");
    }

    private <T> Uni<Checked<T>> shown(Caller caller, AccessRequest gate, Uni<List<Row<T>>> asked, String what) {
        if (!caller.mayAsk(gate)) {
            return Uni.createFrom()
                    .item(new Checked.NotChecked<>(what + " were not looked at: the token does not cover them. Ask for"
                            + " user/" + gate.resourceType() + ".s."));
        }
        return asked.chain(rows -> decided(caller, gate, rows, what))
                .onFailure()
                .recoverWithItem(away -> away(away, what));
    }

    /// The patient first, then each row: a row that the caller may not see is as if it were not
    /// there, as in a search.
    private <T> Uni<Checked<T>> decided(Caller caller, AccessRequest gate, List<Row<T>> rows, String what) {
        var questions = new ArrayList<AccessRequest>();
        questions.add(gate);
        rows.forEach(row -> questions.add(row.question()));
        return access.decide(caller, questions).map(decisions -> allowed(rows, decisions, what));
    }

    private static <T> Checked<T> allowed(List<Row<T>> rows, List<AccessDecision> decisions, String what) {
        if (!decisions.getFirst().isAllowed()) {
            return new Checked.NotChecked<>(what + " may not be searched for this patient by this caller.");
        }
        if (decisions.stream().anyMatch(AccessDecision::isMasked)) {
            return new Checked.NotChecked<>(what + " show this caller the patient's records masked only.");
        }
        var kept = new ArrayList<T>(rows.size());
        for (var i = 0; i < rows.size(); i++) {
            if (decisions.get(i + 1).isAllowed()) {
                kept.add(rows.get(i).row());
            }
        }
        return new Checked.Answered<>(kept);
    }

    private static <T> Checked<T> away(Throwable away, String what) {
        LOG.warnf("not checked: %s: %s", what, away.getClass().getSimpleName());
        return new Checked.NotChecked<>(what + " did not answer in time, so nothing is known of what they hold.");
    }
}
