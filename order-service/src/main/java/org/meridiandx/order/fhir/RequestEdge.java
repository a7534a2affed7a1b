package org.meridiandx.order.fhir;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.catalogue.RoutingService;
import org.meridiandx.order.justification.JustificationService;
import org.meridiandx.order.records.ContentDigest;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.requests.PlaceRequest;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// From bytes to a command: read, check, find the patient, decide. Everything that needs no transaction.
@Singleton
class RequestEdge {
    private final ServiceRequestReader reader;
    private final SubjectResolver subjects;
    private final RoutingService routing;
    private final JustificationService justifications;
    private final Access access;

    RequestEdge(
            ServiceRequestReader reader,
            SubjectResolver subjects,
            RoutingService routing,
            JustificationService justifications,
            Access access) {
        this.reader = reader;
        this.subjects = subjects;
        this.routing = routing;
        this.justifications = justifications;
        this.access = access;
    }

    /// FHIR's model is built once, here, and not by the first caller on an event loop.
    void warmUp(@Observes StartupEvent event) {
        FhirJson.parse(FhirJson.encode(new ServiceRequest()));
    }

    /// @return the command; fails with [ProblemException] 400, 403, 422 or 503
    Uni<PlaceRequest> prepare(byte[] body, Caller caller, String requestKey, RequestFacts.Number unlessThere) {
        return prepare(FhirJson.parse(body, ServiceRequest.class), caller, requestKey, unlessThere);
    }

    /// The same for a request that was read already; it is changed in place.
    Uni<PlaceRequest> prepare(
            ServiceRequest request, Caller caller, String requestKey, RequestFacts.Number unlessThere) {
        var digest = begin(request, caller);
        var command = new PlaceRequest(request, digest, caller, requestKey, unlessThere, true);
        return allow(List.of(request), caller).replaceWith(command);
    }

    /// The same for the requests of a set, with one question about each patient and one about access.
    Uni<List<PlaceRequest>> prepare(List<ServiceRequest> requests, Caller caller) {
        var commands = requests.stream()
                .map(request ->
                        new PlaceRequest(request, begin(request, caller), caller, "", RequestFacts.Number.NONE, true))
                .toList();
        return allow(requests, caller).replaceWith(commands);
    }

    /// @return what tells whether a later one says the same
    private String begin(ServiceRequest request, Caller caller) {
        request.setId((String) null);
        request.getMeta().setVersionId(null).setLastUpdated(null);
        var digest = ContentDigest.of(request);
        reader.completeNew(request, caller);
        return digest;
    }

    /// What a request leaves behind before it is placed, an unknown code among them, comes after the
    /// decision.
    private Uni<Void> allow(List<ServiceRequest> requests, Caller caller) {
        return subjects.resolve(requests)
                .chain(() -> inTurn(requests, routing::complete))
                .chain(() -> access.require(
                        caller, requests.stream().map(RequestEdge::accessTo).toList()))
                .chain(() -> justifications.consider(requests, caller))
                .chain(() -> inTurn(requests, routing::noteUnknownCode));
    }

    /// One after the other, up to the first that fails.
    static <T> Uni<Void> inTurn(Collection<T> all, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(step::apply)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /// Who asks stays where the amendment names nobody, and is held to what whoever asks is held to.
    ///
    /// @param stored what is amended
    /// @return completes when the amended resource is complete and its patient known
    Uni<Void> prepareAmended(StoredResource stored, ServiceRequest amended, Caller caller) {
        var given = amended.getIdElement().getIdPart();
        if (given != null && !given.equals(stored.id())) {
            throw ProblemException.of(
                    ProblemCode.INVALID_RESOURCE_ID,
                    "The id in the body is not the one in the address.",
                    "ServiceRequest.id");
        }
        if (!amended.hasRequester()) {
            var before = FhirJson.read(stored.content(), ServiceRequest.class);
            amended.setRequester(before.getRequester().copy());
        }
        reader.completeAmended(amended);
        return subjects.resolve(List.of(amended)).chain(() -> justifications.consider(List.of(amended), caller));
    }

    private static AccessRequest accessTo(ServiceRequest request) {
        var facts = RequestFacts.of(request);
        return AccessRequest.of(
                Action.CREATE, RequestResource.TYPE, facts.patient().patientId(), Set.copyOf(facts.organisations()));
    }
}
