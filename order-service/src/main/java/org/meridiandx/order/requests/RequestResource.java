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
import java.util.OptionalInt;
import java.util.Set;
import org.hl7.fhir.r4.model.ServiceRequest;
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
    private final PlacementService placement;
    private final RequestService requests;
    private final RequestEdge edge;
    private final StoredResources stored;
    private final CurrentCaller caller;

    RequestResource(
            PlacementService placement,
            RequestService requests,
            RequestEdge edge,
            StoredResources stored,
            CurrentCaller caller) {
        this.placement = placement;
        this.requests = requests;
        this.edge = edge;
        this.stored = stored;
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
        edge.requireScope(who, Action.CREATE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var condition = Optional.ofNullable(headers.getHeaderString("If-None-Exist"))
                .map(SearchChecks::identifierOf)
                .orElse(RequestFacts.Number.NONE);
        var requestKey = Optional.ofNullable(headers.getHeaderString(CorrelationIds.REQUEST_HEADER));
        return edge.prepare(body, who, requestKey.orElse(""), condition)
                .chain(placement::place)
                .chain(result -> answer(who, result));
    }

    private Uni<Response> answer(Caller who, PlaceRequestResult result) {
        return switch (result) {
            case PlaceRequestResult.Placed placed ->
                Uni.createFrom().item(FhirResponses.created(TYPE, placed.resource()));
            case PlaceRequestResult.Existing existing -> disclosed(who, existing.resource());
            case PlaceRequestResult.Duplicate duplicate ->
                refused(ProblemCode.DUPLICATE, duplicate.detail(), "ServiceRequest.identifier");
            case PlaceRequestResult.Matching matching ->
                matching.resources().size() == 1
                        ? disclosed(who, matching.resources().getFirst())
                        : refused(
                                ProblemCode.MULTIPLE_MATCHES,
                                "More than one request has this identifier. Name its system too.",
                                "If-None-Exist");
        };
    }

    private Uni<Response> disclosed(Caller who, StoredResource there) {
        return edge.disclose(who, there).replaceWith(() -> FhirResponses.stored(TYPE, there));
    }

    private static Uni<Response> refused(ProblemCode code, String detail, String expression) {
        return Uni.createFrom().item(FhirResponses.refused(code, detail, expression));
    }

    @PUT
    @Path("{id}")
    public Uni<Response> update(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        edge.requireScope(who, Action.UPDATE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var version = FhirResponses.requireIfMatch(headers.getHeaderString(HttpHeaders.IF_MATCH));
        var amended = FhirJson.parse(body, ServiceRequest.class);
        return requireParty(who, id)
                .chain(() -> edge.prepareAmended(id, amended))
                .chain(() -> requests.amend(id, OptionalInt.of(version), amended, who))
                .map(result -> answer(TYPE, result));
    }

    @POST
    // Clients send the dollar sign as it is or encoded; both name the operation.
    @Path("{id}/{operation:(\\$|%24)cancel}")
    public Uni<Response> cancel(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        edge.requireScope(who, Action.UPDATE);
        var ifMatch = headers.getHeaderString(HttpHeaders.IF_MATCH);
        var seen = ifMatch == null ? OptionalInt.empty() : OptionalInt.of(FhirResponses.requireIfMatch(ifMatch));
        var reason = CancelParameters.reasonOf(body);
        return requireParty(who, id)
                .chain(() -> requests.move(id, seen, new RequestStatus.Revoked(), reason, who))
                .map(result -> answer(TYPE, result));
    }

    /// A relationship with the patient is enough to read a request, but only its parties may change it.
    private Uni<Void> requireParty(Caller who, String id) {
        return stored.find(RequestSearches.SERVICE_REQUEST, id)
                .map(found -> found.orElseThrow(RequestResource::missing))
                .call(resource -> edge.requireChangeable(who, resource))
                .invoke(resource -> requireParty(who, resource.organisations()))
                .replaceWithVoid();
    }

    static void requireParty(Caller who, Set<String> organisations) {
        if (!organisations.contains(who.organisation()) && !who.role().equals("loader")) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "Only the organisations that ask and perform may change it. Ask one of them to.");
        }
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
