package org.meridiandx.result.followup.worklists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.result.followup.loops.Loop;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Urgency;
import org.meridiandx.result.resources.ResourceTree;

/// A loop as FHIR Task.
///
/// **Source:** FHIR R4 Task: status, business status and priority of a request to follow up;
/// UKCore-Task 1.2.0.
public final class FollowUpTask {
    private static final String STATES = "urn:meridian:codesystem:follow-up-state";
    private static final String KINDS = "urn:meridian:codesystem:follow-up";

    private FollowUpTask() {}

    public static ObjectNode of(Listed listed) {
        var loop = listed.loop();
        var task = ResourceTree.resource("Task");
        task.put("id", loop.reportId()); // id <- the report's: there is one loop a report
        labels(task, loop);
        task.put("status", statusOf(loop.state())); // status <- state
        coded(task.putObject("businessStatus"), STATES, loop.state().code()); // businessStatus <- state
        task.put("intent", "order");
        task.put("priority", priorityOf(loop.urgency())); // priority <- urgency
        coded(task.putObject("code"), KINDS, "follow-up");
        task.putObject("focus").put("reference", "DiagnosticReport/" + loop.reportId() + "/_history/" + loop.version());
        if (!loop.patientId().isEmpty()) {
            task.putObject("for").put("reference", "Patient/" + loop.patientId());
        }
        task.put("authoredOn", loop.beganAt().toString()); // authoredOn <- when this version arrived
        task.put("lastModified", loop.state().mark().at().toString()); // lastModified <- the last step
        owner(task, loop);
        loop.dueAt()
                .ifPresent(due -> task.putObject("restriction")
                        .putObject("period")
                        .put("end", due.toString())); // restriction.period.end <- when the next level is told
        input(task, "told", loop.level().code()); // input[told] <- who knows that it waits
        if (!loop.responsible().offeredTo().isEmpty()) {
            input(task, "offered-to", loop.responsible().offeredTo());
        }
        output(task, loop);
        return task;
    }

    private static void labels(ObjectNode task, Loop loop) {
        if (!loop.report().labels().isEmpty()) {
            var security = task.putObject("meta").putArray("security");
            loop.report().labels().stream()
                    .sorted()
                    .forEach(code -> security.addObject().put("code", code));
        }
    }

    private static void owner(ObjectNode task, Loop loop) {
        var responsible = loop.responsible();
        if (!responsible.owner().isEmpty()) {
            task.putObject("owner").put("reference", responsible.owner());
            input(task, "organisation", responsible.organisation());
        } else if (!responsible.organisation().isEmpty()) {
            task.putObject("owner")
                    .put("type", "Organization")
                    .putObject("identifier")
                    .put("system", IdentifierSystems.ODS_ORGANISATION)
                    .put("value", responsible.organisation());
        }
    }

    private static void output(ObjectNode task, Loop loop) {
        if (loop.state() instanceof LoopState.ActedOn done) {
            var outputs = task.putArray("output");
            var kind = outputs.addObject();
            coded(kind.putObject("type"), KINDS, "outcome");
            kind.put("valueCode", done.outcome().kind().code());
            if (!done.outcome().reference().isEmpty()) {
                var linked = outputs.addObject();
                coded(linked.putObject("type"), KINDS, "linked");
                linked.putObject("valueReference")
                        .put("reference", done.outcome().reference());
            }
            if (!done.outcome().note().isEmpty()) {
                task.putArray("note").addObject().put("text", done.outcome().note());
            }
        }
    }

    private static void input(ObjectNode task, String type, String value) {
        var input = task.withArray("input").addObject();
        coded(input.putObject("type"), KINDS, type);
        input.put("valueCode", value);
    }

    private static void coded(ObjectNode concept, String system, String code) {
        concept.putArray("coding").addObject().put("system", system).put("code", code);
    }

    private static String statusOf(LoopState state) {
        return switch (state) {
            case LoopState.Addressed ignored -> "requested";
            case LoopState.Delivered ignored -> "received";
            case LoopState.Opened ignored -> "received";
            case LoopState.Acknowledged ignored -> "accepted";
            case LoopState.ActedOn ignored -> "completed";
        };
    }

    private static String priorityOf(Urgency urgency) {
        return switch (urgency) {
            case CRITICAL -> "stat";
            case URGENT -> "urgent";
            case ROUTINE -> "routine";
        };
    }
}
