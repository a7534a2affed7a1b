package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.OptionalInt;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.requests.PlaceRequestResult;
import org.meridiandx.order.requests.PlacementService;
import org.meridiandx.order.requests.RequestService;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.telemetry.CorrelationIds;

/// `/fhir/R4/ServiceRequest`: place, read, search, amend and cancel requests.
///
/// **Source:** FHIR R4 http; UK Core ServiceRequest.
@Path("/fhir/R4/ServiceRequest")
public class RequestResource extends OrderResource {
    static final String TYPE = "ServiceRequest";
    private final PlacementService placement;
    private final RequestService requests;
    private final RequestEdge edge;
    private final RecordAccess access;

    RequestResource(
            PlacementService placement,
            RequestService requests,
            RequestEdge edge,
            RecordAccess access,
            OrderResource.Reading reading) {
        super(RequestSearches.SERVICE_REQUEST, reading);
        this.placement = placement;
        this.requests = requests;
        this.edge = edge;
        this.access = access;
    }

    @POST
    public Uni<Response> create(byte[] body, @Context HttpHeaders headers) {
        var who = caller();
        access.requireScope(who, Action.CREATE, TYPE);
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
        return access.disclose(who, TYPE, there).map(decision -> FhirResponses.stored(TYPE, there.shownBy(decision)));
    }

    private static Uni<Response> refused(ProblemCode code, String detail, String expression) {
        return Uni.createFrom().item(FhirResponses.refused(code, detail, expression));
    }

    @PUT
    @Path("{id}")
    public Uni<Response> update(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        var who = caller();
        access.requireScope(who, Action.UPDATE, TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var version = FhirResponses.requireIfMatch(headers.getHeaderString(HttpHeaders.IF_MATCH));
        var amended = FhirJson.parse(body, ServiceRequest.class);
        return requireParty(who, id)
                .chain(() -> edge.prepareAmended(id, amended))
                .chain(() -> requests.amend(id, OptionalInt.of(version), amended, who))
                .map(this::answer);
    }

    @POST
    // Clients send the dollar sign as it is or encoded; both name the operation.
    @Path("{id}/{operation:(\\$|%24)cancel}")
    public Uni<Response> cancel(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        var who = caller();
        access.requireScope(who, Action.UPDATE, TYPE);
        var ifMatch = headers.getHeaderString(HttpHeaders.IF_MATCH);
        var seen = ifMatch == null ? OptionalInt.empty() : OptionalInt.of(FhirResponses.requireIfMatch(ifMatch));
        var reason = CancelParameters.reasonOf(body);
        return requireParty(who, id)
                .chain(() -> requests.move(id, seen, new RequestStatus.Revoked(), reason, who))
                .map(this::answer);
    }

    private Uni<StoredResource> requireParty(Caller who, String id) {
        return access.requireParty(who, Action.UPDATE, TYPE, RequestSearches.SERVICE_REQUEST, id);
    }
}
