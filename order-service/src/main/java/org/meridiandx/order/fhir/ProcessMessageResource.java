package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.OptionalInt;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.StatusReason;
import org.meridiandx.order.requests.MessageService;
import org.meridiandx.order.requests.PlaceRequestResult;
import org.meridiandx.order.requests.PlacementService;
import org.meridiandx.order.requests.RequestService;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/fhir/R4/ServiceRequest/$process-message`: a request placed, amended or revoked by a message, and
/// answered by one.
///
/// **Source:** BaRS (NHS England); FHIR R4 messaging. Results come by `/fhir/R4/$process-message`, which
/// another service answers.
@Path("/fhir/R4/ServiceRequest/{operation:(\\$|%24)process-message}")
public class ProcessMessageResource {
    private final Doors doors;
    private final RequestEdge edge;
    private final RecordAccess access;
    private final MessageAnswers answers;
    private final CurrentCaller caller;

    ProcessMessageResource(
            Doors doors, RequestEdge edge, RecordAccess access, MessageAnswers answers, CurrentCaller caller) {
        this.doors = doors;
        this.edge = edge;
        this.access = access;
        this.answers = answers;
        this.caller = caller;
    }

    /// What does the work.
    @jakarta.inject.Singleton
    static class Doors {
        private final PlacementService placement;
        private final RequestService requests;
        private final MessageService messages;

        Doors(PlacementService placement, RequestService requests, MessageService messages) {
            this.placement = placement;
            this.requests = requests;
            this.messages = messages;
        }
    }

    @POST
    public Uni<Response> process(byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.CREATE, RequestResource.TYPE);
        access.requireScope(who, Action.UPDATE, RequestResource.TYPE);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var message = ServiceRequestMessage.read(body);
        return Uni.createFrom()
                .deferred(() -> message.isNew() ? place(who, message) : change(who, message))
                .map(stored -> answers.done(message, stored))
                .onFailure(ProblemException.class)
                .recoverWithUni(refused -> answers.refused(message, (ProblemException) refused));
    }

    private Uni<StoredResource> place(Caller who, ServiceRequestMessage message) {
        return edge.prepare(message.request(), who, keyOf(message), RequestFacts.Number.NONE)
                .chain(doors.placement::place)
                .map(ProcessMessageResource::placed);
    }

    /// A message without an id cannot be told from its repeat; the numbers of the request still can.
    private static String keyOf(ServiceRequestMessage message) {
        return message.id().isEmpty() ? "" : "message:" + message.id();
    }

    private static StoredResource placed(PlaceRequestResult result) {
        return switch (result) {
            case PlaceRequestResult.Placed placed -> placed.resource();
            case PlaceRequestResult.Existing existing -> existing.resource();
            case PlaceRequestResult.Duplicate duplicate ->
                throw ProblemException.of(ProblemCode.DUPLICATE, duplicate.detail(), "ServiceRequest.identifier");
            case PlaceRequestResult.Matching ignored -> throw new IllegalStateException("a message sets no condition");
        };
    }

    private Uni<StoredResource> change(Caller who, ServiceRequestMessage message) {
        var said = message.request();
        return doors.requests
                .findByNumber(numberOf(said))
                .map(ProcessMessageResource::only)
                .chain(there -> access.requireParty(
                        who, Action.UPDATE, RequestResource.TYPE, RequestSearches.SERVICE_REQUEST, there.id()))
                .chain(there -> change(who, message, there, said))
                .map(ProcessMessageResource::changed);
    }

    private Uni<ChangeResult> change(
            Caller who, ServiceRequestMessage message, StoredResource there, ServiceRequest said) {
        var id = there.id();
        var seen = OptionalInt.empty();
        if (said.getStatus() == ServiceRequestStatus.REVOKED) {
            var reason = StatusReason.of(said);
            return doors.messages.once(
                    who,
                    keyOf(message, id),
                    () -> doors.requests.move(id, seen, new RequestStatus.Revoked(), reason, who));
        }
        said.setId((String) null);
        return edge.prepareAmended(there, said, who)
                .chain(() ->
                        doors.messages.once(who, keyOf(message, id), () -> doors.requests.amend(id, seen, said, who)));
    }

    private static String keyOf(ServiceRequestMessage message, String id) {
        var unnamed = java.util.UUID.randomUUID().toString();
        return "ServiceRequest-message:" + (message.id().isEmpty() ? unnamed : message.id()) + ":" + id;
    }

    private static RequestFacts.Number numberOf(ServiceRequest said) {
        return said.getIdentifier().stream()
                .map(RequestFacts::numberOf)
                .filter(number -> !number.value().isEmpty() && !number.system().isEmpty())
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.MISSING_VALUE,
                        "An update names its request by an identifier with system and value, as it was placed with.",
                        "ServiceRequest.identifier"));
    }

    private static StoredResource only(List<StoredResource> found) {
        if (found.isEmpty()) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "No request here has this identifier.");
        }
        if (found.size() > 1) {
            throw ProblemException.of(
                    ProblemCode.MULTIPLE_MATCHES,
                    "More than one request has this identifier.",
                    "ServiceRequest.identifier");
        }
        return found.getFirst();
    }

    private static StoredResource changed(ChangeResult result) {
        return switch (result) {
            case ChangeResult.Changed changed -> changed.resource();
            case ChangeResult.Missing ignored -> throw RecordAccess.missing();
            case ChangeResult.Illegal illegal ->
                throw ProblemException.of(ProblemCode.ILLEGAL_TRANSITION, illegal.detail(), "ServiceRequest.status");
            case ChangeResult.Stale ignored -> throw new IllegalStateException("a message has seen no version");
            case ChangeResult.Refused refused ->
                throw ProblemException.of(refused.code(), refused.detail(), refused.expression());
        };
    }
}
