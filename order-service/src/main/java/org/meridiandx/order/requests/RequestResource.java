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
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.telemetry.CorrelationIds;

/// `/fhir/R4/ServiceRequest`: place, read, search, amend and cancel requests.
///
/// **Source:** FHIR R4 http; UK Core ServiceRequest.
@Path("/fhir/R4/ServiceRequest")
public class RequestResource {
    static final String TYPE = "ServiceRequest";
    private final RequestService requests;
    private final RequestEdge edge;
    private final StoredResources stored;
    private final Access access;
    private final CurrentCaller caller;

    RequestResource(
            RequestService requests, RequestEdge edge, StoredResources stored, Access access, CurrentCaller caller) {
        this.requests = requests;
        this.edge = edge;
        this.stored = stored;
        this.access = access;
        this.caller = caller;
    }

    @GET
    @Path("{id}")
    public Uni<Response> read(@PathParam("id") String id, @Context HttpHeaders headers) {
        return stored.read(
                caller.get(), RequestSearches.SERVICE_REQUEST, id, headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
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
        return stored.search(caller.get(), RequestSearches.SERVICE_REQUEST, parameters);
    }

    @POST
    public Uni<Response> create(byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.CREATE, TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var condition = Optional.ofNullable(headers.getHeaderString("If-None-Exist"));
        var requestKey = Optional.ofNullable(headers.getHeaderString(CorrelationIds.REQUEST_HEADER));
        return edge.prepare(body, who, requestKey.orElse(""))
                .chain(command -> condition
                        .map(query -> createUnlessThere(command, query))
                        .orElseGet(() -> requests.place(command).map(RequestResource::answer)));
    }

    private Uni<Response> createUnlessThere(PlaceRequest command, String query) {
        var identifier = SearchChecks.identifierOf(query);
        return requests.findByIdentifier(identifier.system(), identifier.value())
                .chain(found -> switch (found.size()) {
                    case 0 -> requests.place(command).map(RequestResource::answer);
                    case 1 ->
                        require(command.caller(), Action.READ, found.getFirst())
                                .map(ignored -> FhirResponses.stored(TYPE, found.getFirst()));
                    default ->
                        Uni.createFrom()
                                .item(FhirResponses.refused(
                                        ProblemCode.MULTIPLE_MATCHES,
                                        "More than one request has this identifier. Name its system too.",
                                        "If-None-Exist"));
                });
    }

    @PUT
    @Path("{id}")
    public Uni<Response> update(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.UPDATE, TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var version = FhirResponses.requireIfMatch(headers.getHeaderString(HttpHeaders.IF_MATCH));
        var amended = FhirJson.parse(body, ServiceRequest.class);
        return requireParty(who, id)
                .chain(() -> edge.prepareAmended(id, amended))
                .chain(() -> requests.amend(id, version, amended, who))
                .map(result -> answer(TYPE, result));
    }

    @POST
    // Clients send the dollar sign as it is or encoded; both name the operation.
    @Path("{id}/{operation:(\\$|%24)cancel}")
    public Uni<Response> cancel(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.UPDATE, TYPE);
        var ifMatch = headers.getHeaderString(HttpHeaders.IF_MATCH);
        var version = ifMatch == null ? 0 : FhirResponses.requireIfMatch(ifMatch);
        var reason = CancelParameters.reasonOf(body);
        return requireParty(who, id)
                .chain(() -> requests.move(id, version, new RequestStatus.Revoked(), reason, who))
                .map(result -> answer(TYPE, result));
    }

    /// A relationship with the patient is enough to read a request, but only its parties may change it.
    private Uni<Void> requireParty(Caller who, String id) {
        return stored.find(RequestSearches.SERVICE_REQUEST, id)
                .map(found -> found.orElseThrow(RequestResource::missing))
                .call(resource -> require(who, Action.UPDATE, resource))
                .invoke(resource -> requireParty(who, resource.organisations()))
                .replaceWithVoid();
    }

    private Uni<Void> require(Caller who, Action action, StoredResource resource) {
        return access.require(who, AccessRequest.of(action, TYPE, resource.patientId(), resource.organisations()));
    }

    static void requireParty(Caller who, Set<String> organisations) {
        if (!organisations.contains(who.organisation()) && !who.role().equals("loader")) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "Only the organisations that ask and perform may change it. Ask one of them to.");
        }
    }

    private static Response answer(PlaceRequestResult result) {
        return switch (result) {
            case PlaceRequestResult.Placed placed -> FhirResponses.created(TYPE, placed.resource());
            case PlaceRequestResult.Existing existing -> FhirResponses.stored(TYPE, existing.resource());
            case PlaceRequestResult.Duplicate duplicate ->
                FhirResponses.refused(ProblemCode.DUPLICATE, duplicate.detail(), "ServiceRequest.identifier");
        };
    }

    static Response answer(String type, ChangeResult result) {
        return switch (result) {
            case ChangeResult.Changed changed -> FhirResponses.stored(type, changed.resource());
            case ChangeResult.Missing ignored -> throw missing();
            case ChangeResult.Illegal illegal ->
                FhirResponses.refused(ProblemCode.ILLEGAL_TRANSITION, illegal.detail(), type + ".status");
            case ChangeResult.Stale stale ->
                FhirResponses.refused(
                        ProblemCode.VERSION_CONFLICT,
                        "Somebody changed it: it is at version " + stale.currentVersion()
                                + " now. Read it again, then repeat the change with its ETag.",
                        "If-Match");
            case ChangeResult.Refused refused ->
                FhirResponses.refused(refused.code(), refused.detail(), refused.expression());
        };
    }

    private static ProblemException missing() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such record here.");
    }
}
