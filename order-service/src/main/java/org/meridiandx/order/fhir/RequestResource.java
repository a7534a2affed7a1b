package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CodeableConcept;
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
        return place(who, body, headers, condition).chain(result -> answer(who, result));
    }

    private Uni<PlaceRequestResult> place(Caller who, byte[] body, HttpHeaders headers, RequestFacts.Number condition) {
        var requestKey = Optional.ofNullable(headers.getHeaderString(CorrelationIds.REQUEST_HEADER));
        return edge.prepare(body, who, requestKey.orElse(""), condition).chain(placement::place);
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
                        : severalMatch("If-None-Exist");
        };
    }

    private Uni<Response> disclosed(Caller who, StoredResource there) {
        return access.disclose(who, TYPE, there).map(decision -> FhirResponses.stored(TYPE, there.shownBy(decision)));
    }

    private static Uni<Response> severalMatch(String where) {
        return refused(
                ProblemCode.MULTIPLE_MATCHES, "More than one request has this identifier. Name its system too.", where);
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
        return amend(who, id, OptionalInt.of(version), amended);
    }

    private Uni<Response> amend(Caller who, String id, OptionalInt seen, ServiceRequest amended) {
        return requireParty(who, id)
                .chain(there -> edge.prepareAmended(there, amended, who))
                .chain(() -> requests.amend(id, seen, amended, who))
                .map(this::answer);
    }

    /// `PUT ServiceRequest?identifier=system|value`: the one that has it is amended, and where there is none
    /// it is placed.
    @PUT
    public Uni<Response> updateByIdentifier(byte[] body, @Context UriInfo uri, @Context HttpHeaders headers) {
        var who = caller();
        access.requireScope(who, Action.UPDATE, TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var condition = SearchChecks.conditionOf(uri.getRequestUri().getRawQuery());
        var amended = FhirJson.parse(body, ServiceRequest.class);
        SearchChecks.requireIdentifier(amended, condition);
        return requests.findByNumber(condition).chain(found -> switch (found.size()) {
            case 0 -> {
                SearchChecks.requireNoId(amended);
                access.requireScope(who, Action.CREATE, TYPE);
                yield place(who, body, headers, condition).chain(result -> amendOneOf(result, who, headers, amended));
            }
            case 1 -> amend(who, found.getFirst().id(), versionSeen(headers), amended);
            default -> severalMatch("identifier");
        });
    }

    /// Somebody may have placed it since it was looked for; then it is amended after all.
    private Uni<Response> amendOneOf(
            PlaceRequestResult result, Caller who, HttpHeaders headers, ServiceRequest amended) {
        return result instanceof PlaceRequestResult.Matching(var there) && there.size() == 1
                ? amend(who, there.getFirst().id(), versionSeen(headers), amended)
                : answer(who, result);
    }

    private static OptionalInt versionSeen(HttpHeaders headers) {
        var ifMatch = headers.getHeaderString(HttpHeaders.IF_MATCH);
        return ifMatch == null ? OptionalInt.empty() : OptionalInt.of(FhirResponses.requireIfMatch(ifMatch));
    }

    @POST
    // Clients send the dollar sign as it is or encoded; both name the operation.
    @Path("{id}/{operation:(\\$|%24)cancel}")
    public Uni<Response> cancel(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        return move(id, new RequestStatus.Revoked(), () -> ReasonParameters.reasonOf(body, "$cancel"), headers);
    }

    @POST
    @Path("{id}/{operation:(\\$|%24)suspend}")
    public Uni<Response> suspend(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        return move(id, new RequestStatus.OnHold(), () -> ReasonParameters.reasonOf(body, "$suspend"), headers);
    }

    @POST
    @Path("{id}/{operation:(\\$|%24)resume}")
    public Uni<Response> resume(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        return move(id, new RequestStatus.Active(), () -> ReasonParameters.reasonIfGiven(body, "$resume"), headers);
    }

    private Uni<Response> move(String id, RequestStatus wanted, Supplier<CodeableConcept> given, HttpHeaders headers) {
        var who = caller();
        access.requireScope(who, Action.UPDATE, TYPE);
        var seen = versionSeen(headers);
        var reason = given.get();
        return requireParty(who, id)
                .chain(() -> requests.move(id, seen, wanted, reason, who))
                .map(this::answer);
    }

    private Uni<StoredResource> requireParty(Caller who, String id) {
        return access.requireParty(who, Action.UPDATE, TYPE, RequestSearches.SERVICE_REQUEST, id);
    }
}
