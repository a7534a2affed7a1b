package org.meridiandx.order.guidance.record;

import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.api.v1.OpenReport;
import org.meridiandx.contracts.api.v1.OpenReportsRequest;
import org.meridiandx.contracts.api.v1.RecentResult;
import org.meridiandx.contracts.api.v1.RecentResultsRequest;
import org.meridiandx.contracts.api.v1.RecentStudiesRequest;
import org.meridiandx.contracts.api.v1.RecentStudy;
import org.meridiandx.order.guidance.rules.record.Checked;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.guidance.rules.record.PriorStudy;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.problem.ProblemException;

/// Asks for results and studies, and leaves of them what the caller may see. It never fails
/// because one of them is away: what was not looked at is said.
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

    /// @param isLabelled whether the questions of the rows are whole
    private record Rows<T>(List<Row<T>> rows, boolean isLabelled) {}

    /// Whether somebody may search a patient's results and studies at all, as far as the token lets
    /// it be asked.
    Stream<AccessRequest> gates(Caller caller, String patientId) {
        return Stream.of(RESULT, STUDY)
                .map(type -> AccessRequest.searchGate(type, patientId))
                .filter(caller::mayAsk);
    }

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
                        .map(answer -> new Rows<>(
                                answer.getResultsList().stream()
                                        .map(each -> row(patientId, each))
                                        .toList(),
                                answer.getLabelsTold())),
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
                        .map(answer -> new Rows<>(
                                answer.getStudiesList().stream()
                                        .map(each -> row(patientId, each))
                                        .toList(),
                                answer.getLabelsTold())),
                "The studies of the region");
    }

    /// Reports that nobody has acknowledged.
    Uni<Checked<OpenResult>> openResults(Caller caller, String patientId) {
        var question = OpenReportsRequest.newBuilder()
                .setPatientId(patientId)
                .setSince(RegionEvents.timestampOf(clock.instant().minus(OpenResults.LOOK_BACK)))
                .setLimit(OpenResults.MOST)
                .build();
        return shown(
                caller,
                AccessRequest.searchGate(OpenResults.TYPE, patientId),
                results.ask(question)
                        .map(answer -> new Rows<>(
                                answer.getReportsList().stream()
                                        .map(each -> row(patientId, each))
                                        .toList(),
                                answer.getLabelsTold())),
                "The reports of the region");
    }

    private static Row<OpenResult> row(String patientId, OpenReport report) {
        var organisations = Set.copyOf(report.getOrganisationsList());
        return new Row<>(
                PriorMapper.openResult(report),
                AccessRequest.of(Action.SEARCH, OpenResults.TYPE, patientId, organisations)
                        .labelled(Set.copyOf(report.getSecurityLabelsList())));
    }

    private static Row<PriorResult> row(String patientId, RecentResult result) {
        var organisations = Set.copyOf(result.getOrganisationsList());
        return new Row<>(
                PriorMapper.result(result),
                AccessRequest.of(Action.SEARCH, RESULT, patientId, organisations)
                        .labelled(Set.copyOf(result.getSecurityLabelsList())));
    }

    private static Row<PriorStudy> row(String patientId, RecentStudy study) {
        var organisations = Set.copyOf(study.getOrganisationsList());
        return new Row<>(
                PriorMapper.study(study),
                AccessRequest.of(Action.SEARCH, STUDY, patientId, organisations)
                        .labelled(Set.copyOf(study.getSecurityLabelsList())));
    }

    private <T> Uni<Checked<T>> shown(Caller caller, AccessRequest gate, Uni<Rows<T>> asked, String what) {
        if (!caller.mayAsk(gate)) {
            return Uni.createFrom()
                    .item(new Checked.NotChecked<>(what + " were not looked at: the token does not cover them. Ask for"
                            + " user/" + gate.resourceType() + ".s."));
        }
        if (caller.role().equals("patient") && !gate.resourceType().equals(STUDY)) {
            // what is not released yet is told by no other door either
            return Uni.createFrom().item(new Checked.NotChecked<>(what + " are not looked at for patients."));
        }
        return asked.chain(rows -> labelled(caller, gate, rows, what))
                .onFailure(PriorRecords::isAway)
                .recoverWithItem(away -> away(away, what));
    }

    /// **Hazard:** a row whose labels are not told looks like one that has none, and a sealed one
    /// is shown.
    private <T> Uni<Checked<T>> labelled(Caller caller, AccessRequest gate, Rows<T> rows, String what) {
        return rows.isLabelled()
                ? decided(caller, gate, rows.rows(), what)
                : Uni.createFrom()
                        .item(new Checked.NotChecked<>(
                                what + " were not looked at: the service that keeps them does not"
                                        + " say whom they may be shown to. It is to be updated."));
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

    /// The service that keeps them, or the one that decides whom they may be shown to.
    private static boolean isAway(Throwable fault) {
        return fault instanceof StatusRuntimeException
                || fault instanceof TimeoutException
                || fault instanceof FaultToleranceException
                || fault instanceof ProblemException;
    }

    private static <T> Checked<T> away(Throwable away, String what) {
        LOG.warnf("not checked: %s: %s", what, away.getClass().getSimpleName());
        return new Checked.NotChecked<>(what + " could not be asked, so nothing is known of them.");
    }
}
