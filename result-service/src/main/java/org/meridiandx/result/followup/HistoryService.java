package org.meridiandx.result.followup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.followup.loops.Step;
import org.meridiandx.result.followup.loops.StepLog;
import org.meridiandx.result.followup.worklists.FollowUpJson;
import org.meridiandx.result.followup.worklists.Listed;
import org.meridiandx.result.followup.worklists.WorklistService;
import org.meridiandx.result.resources.ResourceTree;

/// How a report is followed, for who may read the report. Needs scope `DiagnosticReport.r`; each
/// answer is audited.
@ApplicationScoped
class HistoryService {
    private final Pool pool;
    private final ReportAccess reports;
    private final Log log;
    private final WorklistService worklists;

    HistoryService(Pool pool, ReportAccess reports, Log log, WorklistService worklists) {
        this.pool = pool;
        this.reports = reports;
        this.log = log;
        this.worklists = worklists;
    }

    /// Where it stands.
    Uni<Listed> current(Caller caller, String reportId) {
        return reports.open(caller, reportId, "follow-up")
                .chain(report -> worklists.find(report.id()))
                .map(found -> found.orElseThrow(HistoryService::notFollowed));
    }

    /// Where it stands after a change, for who was allowed to make it: that is decided and audited.
    Uni<Listed> changed(String reportId) {
        return worklists.find(reportId).map(found -> found.orElseThrow(HistoryService::notFollowed));
    }

    /// Where it stands, each step that was made, and the telephone log.
    Uni<byte[]> whole(Caller caller, String reportId) {
        return current(caller, reportId)
                .map(FollowUpJson::of)
                .call(json -> log.steps().list(pool, reportId).invoke(steps -> addSteps(json, steps)))
                .call(json -> log.calls().list(pool, reportId).invoke(calls -> addCalls(json, calls)))
                .map(ResourceTree::write);
    }

    private static void addSteps(ObjectNode json, List<Step> steps) {
        var all = json.putArray("steps");
        for (var step : steps) {
            all.addObject()
                    .put("step", step.kind())
                    .put("version", step.version())
                    .put("at", step.mark().at().toString())
                    .put("by", step.mark().actor())
                    .put("organisation", step.mark().organisation())
                    .put("detail", step.detail());
        }
    }

    private static void addCalls(ObjectNode json, List<CallRepository.Call> calls) {
        var all = json.putArray("calls");
        for (var call : calls) {
            all.addObject()
                    .put("version", call.version())
                    .put("at", call.by().at().toString())
                    .put("by", call.by().actor())
                    .put("organisation", call.by().organisation())
                    .put("to", call.to())
                    .put("readBack", call.isReadBack())
                    .put("note", call.note());
        }
    }

    static ProblemException notFollowed() {
        return ProblemException.of(
                ProblemCode.NOT_FOUND, "The report is not followed: it is older than what this region follows.");
    }

    /// What is kept beside the loop.
    @ApplicationScoped
    static class Log {
        private final StepLog steps;
        private final CallRepository calls;

        Log(StepLog steps, CallRepository calls) {
            this.steps = steps;
            this.calls = calls;
        }

        StepLog steps() {
            return steps;
        }

        CallRepository calls() {
            return calls;
        }
    }
}
