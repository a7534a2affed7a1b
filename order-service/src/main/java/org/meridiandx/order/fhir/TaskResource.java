package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.hl7.fhir.r4.model.Task;
import org.meridiandx.access.Action;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.requests.RequestService;
import org.meridiandx.order.tasks.TaskService;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/fhir/R4/Task`: how far a request is, and the performer's answer to it.
///
/// **Source:** FHIR R4 workflow, request and task pattern.
@Path("/fhir/R4/Task")
public class TaskResource extends OrderResource {
    private static final String TYPE = "Task";
    private final TaskService tasks;
    private final RequestService requests;
    private final RecordAccess access;

    TaskResource(TaskService tasks, RequestService requests, RecordAccess access, OrderResource.Reading reading) {
        super(RequestSearches.TASK, reading);
        this.tasks = tasks;
        this.requests = requests;
        this.access = access;
    }

    @POST
    public Uni<Response> create(byte[] body, @Context HttpHeaders headers) {
        var who = caller();
        access.requireScope(who, Action.CREATE, TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var task = FhirJson.parse(body, Task.class);
        var requestId = requestIdOf(task);
        return access.requireParty(who, Action.CREATE, TYPE, RequestSearches.SERVICE_REQUEST, requestId)
                .chain(() -> requests.openTask(
                        requestId, task.getIdentifier().stream().findFirst(), who))
                .map(result -> result instanceof ChangeResult.Changed opened
                        ? FhirResponses.created(TYPE, opened.resource())
                        : answer(result));
    }

    private static String requestIdOf(Task task) {
        var focus = task.getFocus().getReferenceElement();
        if (!"ServiceRequest".equals(focus.getResourceType()) || !focus.hasIdPart()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE,
                    "A Task here is about a request of this region: focus is ServiceRequest/[id].",
                    "Task.focus");
        }
        if (task.getStatus() != Task.TaskStatus.REQUESTED || task.getIntent() != Task.TaskIntent.ORDER) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "A Task is opened with status requested and intent order.",
                    "Task.status",
                    "Task.intent");
        }
        return focus.getIdPart();
    }

    @PUT
    @Path("{id}")
    public Uni<Response> update(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        var who = caller();
        access.requireScope(who, Action.UPDATE, TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var version = FhirResponses.requireIfMatch(headers.getHeaderString(HttpHeaders.IF_MATCH));
        var said = FhirJson.parse(body, Task.class);
        return access.requireParty(who, Action.UPDATE, TYPE, RequestSearches.TASK, id)
                .invoke(task -> requireSameTask(FhirJson.read(task.content(), Task.class), said))
                .chain(() -> tasks.update(id, version, said, who))
                .map(this::answer);
    }

    /// Status, its reason, business status and notes may change; who, what and for whom may not.
    private static void requireSameTask(Task stored, Task said) {
        var same = stored.getFocus().getReference().equals(said.getFocus().getReference())
                && said.getIdElement().getIdPart() != null
                && stored.getIdElement().getIdPart().equals(said.getIdElement().getIdPart());
        var sameParties = Organisations.odsOf(stored.getOwner(), stored)
                        .equals(Organisations.odsOf(said.getOwner(), said))
                && stored.getFor().getReferenceElement().equals(said.getFor().getReferenceElement());
        if (!same || !sameParties) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "An update of a Task changes status, statusReason, businessStatus and note only. Read it, change"
                            + " those, send it back.",
                    "Task");
        }
    }
}
