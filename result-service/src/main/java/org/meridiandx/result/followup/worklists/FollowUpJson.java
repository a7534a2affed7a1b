package org.meridiandx.result.followup.worklists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.resources.ResourceTree;

/// A loop as plain JSON.
public final class FollowUpJson {
    private FollowUpJson() {}

    public static ObjectNode of(Listed listed) {
        var loop = listed.loop();
        var json = ResourceTree.object();
        json.put("report", "DiagnosticReport/" + loop.reportId());
        json.put("version", loop.version());
        json.put("code", listed.code());
        json.put("patient", loop.patientId().isEmpty() ? "" : "Patient/" + loop.patientId());
        json.put("state", loop.state().code());
        json.put("urgency", loop.urgency().code());
        json.put("organisation", loop.responsible().organisation());
        json.put("owner", loop.responsible().owner());
        json.put("offeredTo", loop.responsible().offeredTo());
        json.put("told", loop.level().code());
        json.put("since", loop.beganAt().toString());
        loop.dueAt().ifPresent(due -> json.put("dueAt", due.toString()));
        if (loop.state() instanceof LoopState.ActedOn done) {
            json.put("outcome", done.outcome().kind().code());
            json.put("reference", done.outcome().reference());
            json.put("note", done.outcome().note());
        }
        return json;
    }
}
