package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.order.records.ContentDigest;
import org.meridiandx.order.records.OrderLabels;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.requests.OrderSetService;
import org.meridiandx.order.requests.PlaceSet;
import org.meridiandx.order.requests.PlaceSetResult;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.telemetry.CorrelationIds;

/// `/fhir/R4/RequestGroup`: order sets, placed whole or not at all, and read and searched afterwards.
///
/// A group has no life of its own: its status follows the requests that it names, which are amended,
/// held and cancelled one by one.
///
/// **Source:** FHIR R4 RequestGroup.
@Path("/fhir/R4/RequestGroup")
public class RequestGroupResource extends OrderResource {
    private static final String TYPE = "RequestGroup";
    private static final String REQUISITION_SYSTEM = "urn:meridian:requisition";
    private final OrderSetService sets;
    private final RequestEdge edge;
    private final RecordAccess access;
    private final Clock clock;

    RequestGroupResource(
            OrderSetService sets, RequestEdge edge, RecordAccess access, Clock clock, OrderResource.Reading reading) {
        super(RequestSearches.REQUEST_GROUP, reading);
        this.sets = sets;
        this.edge = edge;
        this.access = access;
        this.clock = clock;
    }

    @POST
    public Uni<Response> create(byte[] body, @Context HttpHeaders headers) {
        var who = caller();
        access.requireScope(who, Action.CREATE, TYPE);
        access.requireScope(who, Action.CREATE, RequestResource.TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var group = FhirJson.parse(body, RequestGroup.class);
        group.setId((String) null);
        group.getMeta().setVersionId(null).setLastUpdated(null);
        var digest = ContentDigest.of(group);
        completeGroup(group, who, headers.getHeaderString(CorrelationIds.REQUEST_HEADER));
        var members = OrderSetReader.membersOf(group);
        return edge.prepare(members, who)
                .invoke(commands -> requireOnePatient(members))
                .invoke(commands -> label(group, members))
                .chain(commands -> sets.place(new PlaceSet(group, commands, digest, who)))
                .chain(result -> answer(who, result));
    }

    /// A set without a requisition is given one: the same for a repeat with the same `X-Request-ID`.
    private void completeGroup(RequestGroup group, Caller who, @org.jspecify.annotations.Nullable String requestKey) {
        if (RequestFacts.numberOf(group.getGroupIdentifier()).value().isEmpty()) {
            var key = Optional.ofNullable(requestKey)
                    .map(given ->
                            UUID.nameUUIDFromBytes((who.clientId() + "|" + given).getBytes(StandardCharsets.UTF_8)))
                    .orElseGet(UUID::randomUUID);
            group.setGroupIdentifier(
                    new Identifier().setSystem(REQUISITION_SYSTEM).setValue(key.toString()));
        }
        if (!group.hasAuthoredOn()) {
            group.setAuthoredOn(Date.from(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    private static void requireOnePatient(List<ServiceRequest> members) {
        var patients = members.stream()
                .map(member -> RequestFacts.of(member).patient().patientId())
                .distinct()
                .count();
        if (patients != 1) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "The requests of a set are for one patient. Send a set for each.",
                    "RequestGroup.subject");
        }
    }

    /// That there is a set tells of what is in it, so it is as sensitive as that.
    private static void label(RequestGroup group, List<ServiceRequest> members) {
        members.forEach(member -> OrderLabels.add(group.getMeta(), member.getMeta()));
    }

    private Uni<Response> answer(Caller who, PlaceSetResult result) {
        return switch (result) {
            case PlaceSetResult.Placed placed -> Uni.createFrom().item(FhirResponses.created(TYPE, placed.group()));
            case PlaceSetResult.Existing existing ->
                access.disclose(who, TYPE, existing.group())
                        .map(decision ->
                                FhirResponses.stored(TYPE, existing.group().shownBy(decision)));
            case PlaceSetResult.Duplicate ignored ->
                Uni.createFrom()
                        .item(FhirResponses.refused(
                                ProblemCode.DUPLICATE,
                                "A set with this groupIdentifier is there already, with other content. Give the new set"
                                        + " one of its own.",
                                "RequestGroup.groupIdentifier"));
        };
    }
}
