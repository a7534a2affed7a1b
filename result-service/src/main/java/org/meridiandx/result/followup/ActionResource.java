package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.followup.worklists.FollowUpTask;
import org.meridiandx.result.followup.worklists.Listed;
import org.meridiandx.result.resources.ResourceTree;

/// How one report is followed: its Task, and what is done to it.
@Path("/fhir/R4")
public class ActionResource {
    private final ActionService actions;
    private final HistoryService histories;
    private final CurrentCaller current;

    ActionResource(ActionService actions, HistoryService histories, CurrentCaller current) {
        this.actions = actions;
        this.histories = histories;
        this.current = current;
    }

    /// The loop as a Task.
    @GET
    @Path("DiagnosticReport/{id}/{operation:(\\$|%24)follow-up}")
    public Uni<Response> task(@PathParam("id") String id) {
        return histories.current(current.get(), id).map(ActionResource::task);
    }

    /// Acts, assigns, hands over, accepts or notes a telephone call. Safe to repeat: the answer is
    /// the Task as it is.
    @POST
    @Path("DiagnosticReport/{id}/{operation:(\\$|%24)(act|assign|hand-over|accept|telephone)}")
    public Uni<Response> perform(
            @PathParam("id") String id,
            @PathParam("operation") String operation,
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType) {
        if (body.length > 0) {
            FhirResponses.requireJsonBody(contentType);
        }
        var caller = current.get();
        return actions.perform(caller, id, FollowUpReader.read(operation.replaceFirst("^(\\$|%24)", ""), body))
                .invoke(ActionResource::requireDone)
                .chain(() -> histories.changed(id))
                .map(ActionResource::task);
    }

    private static Response task(Listed line) {
        return FhirResponses.ok(ResourceTree.write(FollowUpTask.of(line)));
    }

    private static void requireDone(FollowUpResult result) {
        switch (result) {
            case FollowUpResult.Done ignored -> {}
            case FollowUpResult.NotFollowed ignored -> throw HistoryService.notFollowed();
            case FollowUpResult.NotYours others ->
                throw ProblemException.of(
                        ProblemCode.BUSINESS_RULE,
                        "The report lies with " + (others.organisation().isEmpty() ? "nobody" : others.organisation())
                                + ". They hand it over, or acknowledge it.");
            case FollowUpResult.Superseded old ->
                throw ProblemException.of(
                        ProblemCode.VERSION_CONFLICT,
                        "The report has changed: version " + old.currentVersion() + " is current. Read it first.",
                        "version");
            case FollowUpResult.NotNow not ->
                throw ProblemException.of(
                        ProblemCode.ILLEGAL_TRANSITION, "The report is " + not.state() + ". " + not.next());
        }
    }
}
