package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.outbox.Inbox;

/// Places, amends and cancels requests. Each method is one transaction, events and audit included;
/// all are safe to repeat after a technical failure, because nothing of a failed one stays.
@ApplicationScoped
public class RequestService {
    private static final String STATUS_REASON = "http://hl7.org/fhir/StructureDefinition/request-statusReason";
    private final RequestRepository requests;
    private final RequestWriter writer;
    private final Inbox inbox;

    RequestService(RequestRepository requests, RequestWriter writer, Inbox inbox) {
        this.requests = requests;
        this.writer = writer;
        this.inbox = inbox;
    }

    /// Places a request, once per `X-Request-ID` and once per placer number.
    @WithTransaction
    public Uni<PlaceRequestResult> place(PlaceRequest command) {
        return Panache.getSession()
                .chain(session -> command.requestKey().isEmpty()
                        ? placeByNumber(session, command)
                        : placeByKey(session, command));
    }

    private Uni<PlaceRequestResult> placeByKey(Mutiny.Session session, PlaceRequest command) {
        var source = "http:" + command.caller().clientId();
        var key = "ServiceRequest:" + command.requestKey();
        return inbox.accept(session, source, key)
                .chain(isFirst -> isFirst
                        ? placeByNumber(session, command)
                                .call(result -> inbox.remember(
                                        session, source, key, storedOf(result).id()))
                        : inbox.answerTo(session, source, key).chain(id -> repeated(id.orElse(""), command)));
    }

    private Uni<PlaceRequestResult> repeated(String id, PlaceRequest command) {
        return requests.findById(id)
                .map(
                        found -> found.contentDigest.equals(command.contentDigest())
                                ? new PlaceRequestResult.Existing(found.toStoredResource())
                                : new PlaceRequestResult.Duplicate(
                                        found.toStoredResource(),
                                        "This X-Request-ID was used for another request. Send a new one with each new request."));
    }

    private Uni<PlaceRequestResult> placeByNumber(Mutiny.Session session, PlaceRequest command) {
        var numbers = RequestFacts.of(command.request()).numbers();
        return requests.lockNumber(session, numbers.placer())
                .chain(() -> findSame(command, numbers))
                .chain(same -> same.map(existing -> Uni.createFrom().item(existing))
                        .orElseGet(() -> writer.insert(session, command)
                                .map(placed -> new PlaceRequestResult.Placed(placed.toStoredResource()))));
    }

    private Uni<Optional<PlaceRequestResult>> findSame(PlaceRequest command, RequestFacts.Numbers numbers) {
        var code = RequestFacts.of(command.request()).code();
        var byPlacer = numbers.placer().value().isEmpty()
                ? Uni.createFrom().item(List.<RequestEntity>of())
                : requests.findByPlacer(numbers.placer());
        return byPlacer.map(found -> found.stream()
                        .filter(other -> command.numberNamesOneTest()
                                || (other.code.equals(code.code()) && other.codeSystem.equals(code.system())))
                        .findFirst())
                .chain(found -> found.isPresent() || numbers.accession().isEmpty()
                        ? Uni.createFrom().item(found)
                        : requests.findByAccession(numbers.accession()))
                .map(found -> found.map(other -> sameOrDuplicate(other, command)));
    }

    private static PlaceRequestResult sameOrDuplicate(RequestEntity other, PlaceRequest command) {
        return other.contentDigest.equals(command.contentDigest()) && concerns(other, command.caller())
                ? new PlaceRequestResult.Existing(other.toStoredResource())
                : new PlaceRequestResult.Duplicate(
                        other.toStoredResource(),
                        "A request with this placer or accession number is there already, with other content. Update"
                                + " that one (PUT with If-Match), or give the new request a number of its own.");
    }

    /// A repeat is answered with the stored request only to those it concerns: a number and a body can be guessed.
    private static boolean concerns(RequestEntity other, Caller caller) {
        var isFeed = caller.clientId().startsWith("mllp:");
        return isFeed
                || List.of(other.organisations).contains(caller.organisation())
                || caller.role().equals("loader");
    }

    private static StoredResource storedOf(PlaceRequestResult result) {
        return switch (result) {
            case PlaceRequestResult.Placed placed -> placed.resource();
            case PlaceRequestResult.Existing existing -> existing.resource();
            case PlaceRequestResult.Duplicate duplicate -> duplicate.existing();
        };
    }

    /// Finds requests by one of their identifiers, for conditional creates; three at most.
    ///
    /// @param system may be empty: any
    @WithSession
    public Uni<List<StoredResource>> findByIdentifier(String system, String value) {
        return Panache.getSession()
                .chain(session -> requests.findByIdentifier(session, new RequestFacts.Number(system, value)))
                .map(found ->
                        found.stream().map(RequestEntity::toStoredResource).toList());
    }

    /// Takes an amended resource in the place of the stored one.
    ///
    /// @param id of the request
    /// @param version the version that the caller has seen; 0 when the sender knows none (HL7 v2)
    @WithTransaction
    public Uni<ChangeResult> amend(String id, int version, ServiceRequest amended, Caller caller) {
        return Panache.getSession()
                .chain(session -> requests.findToChange(id)
                        .chain(found -> found.map(entity -> amend(session, entity, version, amended, caller))
                                .orElseGet(() -> Uni.createFrom().item(new ChangeResult.Missing()))));
    }

    private Uni<ChangeResult> amend(
            Mutiny.Session session, RequestEntity entity, int version, ServiceRequest amended, Caller caller) {
        if (version != 0 && entity.version != version) {
            return Uni.createFrom().item(new ChangeResult.Stale(entity.version));
        }
        var refusal = Amendment.refuse(entity, amended);
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refusal.get());
        }
        return writer.update(session, entity, amended, RequestWriter.Change.of(caller, "update"))
                .map(changed -> new ChangeResult.Changed(changed.toStoredResource()));
    }

    /// Moves a request to another state, with the reason where one is due.
    ///
    /// @param version the version that the caller has seen; 0 for any
    /// @param wanted the state to reach; a step that the present state does not allow changes nothing
    @WithTransaction
    public Uni<ChangeResult> move(String id, int version, RequestStatus wanted, CodeableConcept reason, Caller caller) {
        return Panache.getSession()
                .chain(session -> requests.findToChange(id)
                        .chain(found -> found.filter(entity -> version == 0 || entity.version == version)
                                .map(entity -> move(session, entity, wanted, reason, caller))
                                .orElseGet(() -> Uni.createFrom()
                                        .item(found.<ChangeResult>map(entity -> new ChangeResult.Stale(entity.version))
                                                .orElseGet(ChangeResult.Missing::new)))));
    }

    private Uni<ChangeResult> move(
            Mutiny.Session session, RequestEntity entity, RequestStatus wanted, CodeableConcept reason, Caller caller) {
        var current = RequestStatus.of(entity.status).orElseThrow();
        var next = current.to(wanted.code());
        if (next.isEmpty()) {
            return Uni.createFrom().item(new ChangeResult.Illegal(current.code(), current.allowed()));
        }
        var request = entity.toServiceRequest();
        request.setStatus(ServiceRequestStatus.fromCode(next.get().code()));
        request.getExtension().removeIf(extension -> extension.getUrl().equals(STATUS_REASON));
        if (!reason.isEmpty()) {
            request.addExtension(STATUS_REASON, reason);
        }
        var interaction = wanted instanceof RequestStatus.Revoked ? "cancel" : "update";
        return writer.update(session, entity, request, new RequestWriter.Change(caller, interaction, reason, ""))
                .map(changed -> new ChangeResult.Changed(changed.toStoredResource()));
    }

    /// Gives an order that waited its patient; one that has a patient keeps it.
    ///
    /// @param also what is to be done in the same transaction
    @WithTransaction
    public Uni<Void> assignPatient(
            String id, RequestFacts.PatientRef patient, Function<Mutiny.Session, Uni<Void>> also) {
        return Panache.getSession()
                .chain(session -> requests.findToChange(id)
                        .chain(found -> found.filter(entity -> entity.patientId.isEmpty())
                                .map(entity -> assign(session, entity, patient))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .chain(() -> also.apply(session)));
    }

    private Uni<Void> assign(Mutiny.Session session, RequestEntity entity, RequestFacts.PatientRef patient) {
        var request = entity.toServiceRequest();
        request.getSubject().setReference("Patient/" + patient.patientId());
        if (!patient.nhsNumber().isEmpty()) {
            request.getSubject()
                    .setIdentifier(new Identifier()
                            .setSystem(IdentifierSystems.NHS_NUMBER)
                            .setValue(patient.nhsNumber()));
        }
        return writer.update(session, entity, request, RequestWriter.Change.of(ProgressService.REGION, "match"))
                .replaceWithVoid();
    }
}
