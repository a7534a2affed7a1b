package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.records.OrderIds;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.requests.PlaceRequestResult.Duplicate;
import org.meridiandx.order.requests.PlaceRequestResult.Existing;
import org.meridiandx.order.requests.PlaceRequestResult.Matching;
import org.meridiandx.order.requests.PlaceRequestResult.Placed;
import org.meridiandx.outbox.Inbox;

/// Places requests, each once, however often and by how many at a time it is sent.
///
/// What makes two requests the same is locked first, in one order for all callers: the condition,
/// the `X-Request-ID`, the placer number, the accession number. So none of several callers of the
/// same moment sees an error, and none makes a second request.
@Singleton
public class PlacementService {
    private static final String NUMBER_IN_USE = "A request with this placer or accession number is there already, with"
            + " other content. Update that one (PUT with If-Match), or give the new request a number of its own.";
    private static final String KEY_IN_USE =
            "This X-Request-ID was used for another request. Send a new one with each new request.";
    private final RequestRepository requests;
    private final RequestWriter writer;
    private final PatientsInForce patients;
    private final Inbox inbox;
    private final OrderIds ids;

    PlacementService(
            RequestRepository requests, RequestWriter writer, PatientsInForce patients, Inbox inbox, OrderIds ids) {
        this.requests = requests;
        this.writer = writer;
        this.patients = patients;
        this.inbox = inbox;
        this.ids = ids;
    }

    /// Places a request in one transaction, events and audit included. Safe to repeat after a
    /// technical failure, because nothing of a failed one stays.
    @WithTransaction
    public Uni<PlaceRequestResult> place(PlaceRequest command) {
        return Panache.getSession()
                .chain(session -> command.unlessThere().value().isEmpty()
                        ? placeNamed(session, command)
                        : placeByCondition(session, command));
    }

    /// Reserves the numbers of several requests for the caller's transaction, in one order for all
    /// callers: two messages that name the same numbers the other way round wait, and do not
    /// collide.
    @WithTransaction
    public Uni<Void> reserve(List<RequestFacts.Number> placers) {
        return Panache.getSession().chain(session -> requests.lockPlacers(session, placers));
    }

    private Uni<PlaceRequestResult> placeByCondition(Mutiny.Session session, PlaceRequest command) {
        return requests.lockCondition(session, command.unlessThere())
                .chain(() -> requests.findByIdentifier(session, command.unlessThere(), 2))
                .chain(found -> found.isEmpty()
                        ? placeNamed(session, command)
                        : Uni.createFrom().item(new Matching(storedOf(found))));
    }

    private static List<StoredResource> storedOf(List<RequestEntity> found) {
        return found.stream().map(RequestEntity::toStoredResource).toList();
    }

    /// What is known of the patient, of the key and of the numbers is asked together. The key is
    /// answered with the id that the request is given if it is placed.
    private Uni<PlaceRequestResult> placeNamed(Mutiny.Session session, PlaceRequest command) {
        var id = ids.next();
        return Uni.combine()
                .all()
                .unis(
                        patients.settle(session, command.request()),
                        isFirst(session, command, id),
                        requests.reserve(
                                session, RequestFacts.of(command.request()).numbers()))
                .with((settled, isFirst, isTaken) -> new Found(isFirst, isTaken))
                .chain(found -> found.isFirst()
                        ? placeByNumber(session, command, id, found.isTaken())
                        : inbox.answerTo(session, sourceOf(command), keyOf(command))
                                .chain(first -> repeated(first.orElse(""), command)));
    }

    /// @param isFirst whether nobody has placed a request by this key
    /// @param isTaken whether a request has one of the numbers
    private record Found(boolean isFirst, boolean isTaken) {}

    private Uni<Boolean> isFirst(Mutiny.Session session, PlaceRequest command, String id) {
        return command.requestKey().isEmpty()
                ? Uni.createFrom().item(true)
                : inbox.accept(session, sourceOf(command), keyOf(command), id);
    }

    private Uni<Void> remember(Mutiny.Session session, PlaceRequest command, PlaceRequestResult result) {
        return command.requestKey().isEmpty()
                ? Uni.createFrom().voidItem()
                : inbox.remember(session, sourceOf(command), keyOf(command), idOf(result));
    }

    private static String sourceOf(PlaceRequest command) {
        return "http:" + command.caller().clientId();
    }

    private static String keyOf(PlaceRequest command) {
        return "ServiceRequest:" + command.requestKey();
    }

    private Uni<PlaceRequestResult> repeated(String id, PlaceRequest command) {
        return requests.findIfThere(id)
                .map(found -> found.filter(other -> isSame(other, command))
                        .<PlaceRequestResult>map(other -> new Existing(other.toStoredResource()))
                        .orElseGet(() -> new Duplicate(found.map(RequestEntity::toStoredResource), KEY_IN_USE)));
    }

    private Uni<PlaceRequestResult> placeByNumber(
            Mutiny.Session session, PlaceRequest command, String id, boolean isTaken) {
        var same = isTaken ? findSame(command) : Uni.createFrom().item(Optional.<RequestEntity>empty());
        return same.chain(found -> found.map(other -> patients.of(session, other)
                        .map(patient -> sameOrDuplicate(other, patient.patientId(), command))
                        .call(result -> remember(session, command, result)))
                .orElseGet(() ->
                        writer.insert(session, command, id).map(placed -> new Placed(placed.toStoredResource()))));
    }

    private Uni<Optional<RequestEntity>> findSame(PlaceRequest command) {
        var facts = RequestFacts.of(command.request());
        var code = facts.code();
        var numbers = facts.numbers();
        var byPlacer = numbers.placer().value().isEmpty()
                ? Uni.createFrom().item(List.<RequestEntity>of())
                : requests.findByPlacer(numbers.placer());
        return byPlacer.map(found -> found.stream()
                        .filter(other -> command.numberNamesOneTest()
                                || (other.code.equals(code.code()) && other.codeSystem.equals(code.system())))
                        .findFirst())
                .chain(found -> found.isPresent() || numbers.accession().isEmpty()
                        ? Uni.createFrom().item(found)
                        : requests.findByAccession(numbers.accession()));
    }

    private static PlaceRequestResult sameOrDuplicate(RequestEntity other, String patientId, PlaceRequest command) {
        var stored = other.toStoredResource().ofPatient(patientId);
        return isSame(other, command) ? new Existing(stored) : new Duplicate(Optional.of(stored), NUMBER_IN_USE);
    }

    private static boolean isSame(RequestEntity other, PlaceRequest command) {
        return other.contentDigest.equals(command.contentDigest()) && concerns(other, command.caller());
    }

    /// A repeat is answered with the stored request only to those it concerns: a number and a body
    /// can be guessed.
    private static boolean concerns(RequestEntity other, Caller caller) {
        var isFeed = caller.clientId().startsWith("mllp:");
        return isFeed
                || other.organisations().contains(caller.organisation())
                || caller.role().equals("loader");
    }

    private static String idOf(PlaceRequestResult result) {
        return switch (result) {
            case Placed placed -> placed.resource().id();
            case Existing existing -> existing.resource().id();
            case Duplicate duplicate ->
                duplicate.existing().map(StoredResource::id).orElse("");
            case Matching matching -> matching.resources().getFirst().id();
        };
    }
}
