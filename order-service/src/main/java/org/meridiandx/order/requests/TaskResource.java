package org.meridiandx.order.requests;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.hl7.fhir.r4.model.Task;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/fhir/R4/Task`: how far a request is, and the performer's answer to it.
///
/// **Source:** FHIR R4 workflow, request and task pattern.
@Path("/fhir/R4/Task")
public class TaskResource {
    private static final String TYPE = "Task";
    private final TaskService tasks;
    private final StoredResources stored;
    private final Access access;
    private final CurrentCaller caller;

    TaskResource(TaskService tasks, StoredResources stored, Access access, CurrentCaller caller) {
        this.tasks = tasks;
        this.stored = stored;
        this.access = access;
        this.caller = caller;
    }

    @GET
    @Path("{id}")
    public Uni<Response> read(@PathParam("id") String id, @Context HttpHeaders headers) {
        return stored.read(caller.get(), RequestSearches.TASK, id, headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        return search(uri.getQueryParameters());
    }

    @POST
    @Path("_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        return search(form);
    }

    private Uni<Response> search(MultivaluedMap<String, String> parameters) {
        SearchChecks.requireNhsNumbers(parameters);
        return stored.search(caller.get(), RequestSearches.TASK, parameters);
    }

    @POST
    public Uni<Response> create(byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.CREATE, TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var task = FhirJson.parse(body, Task.class);
        var requestId = requestIdOf(task);
        return requireParty(who, Action.CREATE, RequestSearches.SERVICE_REQUEST, requestId)
                .chain(() -> tasks.open(requestId, task.getIdentifier().stream().findFirst(), who))
                .map(result -> result instanceof ChangeResult.Changed opened
                        ? FhirResponses.created(TYPE, opened.resource())
                        : RequestResource.answer(TYPE, result));
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
        var who = caller.get();
        access.requireScope(who, Action.UPDATE, TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var version = FhirResponses.requireIfMatch(headers.getHeaderString(HttpHeaders.IF_MATCH));
        var said = FhirJson.parse(body, Task.class);
        return requireParty(who, Action.UPDATE, RequestSearches.TASK, id)
                .invoke(task -> requireSameTask(FhirJson.parse(task.content(), Task.class), said))
                .chain(() -> tasks.update(id, version, said, who))
                .map(result -> RequestResource.answer(TYPE, result));
    }

    private Uni<StoredResource> requireParty(Caller who, Action action, SearchDefinition type, String id) {
        return stored.find(type, id)
                .map(found -> found.orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND, "There is no " + type.resourceType() + " with this id here.")))
                .call(resource -> access.require(
                        who, AccessRequest.of(action, TYPE, resource.patientId(), resource.organisations())))
                .invoke(resource -> RequestResource.requireParty(who, resource.organisations()));
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
