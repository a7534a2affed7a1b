package org.meridiandx.order.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.order.intake.IntakeAnswer.Outcome;
import org.meridiandx.order.intake.IntakeService.Arrival;
import org.meridiandx.order.intake.NamedOrders.Named;
import org.meridiandx.order.intake.WorkQueue.Reason;
import org.meridiandx.order.intake.rules.OrderControl;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.Subject;
import org.meridiandx.order.requests.PlaceRequest;
import org.meridiandx.order.requests.PlaceRequestResult;
import org.meridiandx.order.requests.PlacementService;
import org.meridiandx.order.requests.RequestService;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.order.tasks.PerformerNewsService;
import org.meridiandx.order.tasks.PerformerNewsService.Told;

/// Does what one order group asks for.
///
/// Orders arrive out of order, so a change to an order that is not here makes it: a cancellation
/// leaves a revoked order behind, and the order that comes late does not come alive. News that may be
/// of another order go to the work queue.
@ApplicationScoped
class CommandHandler {
    private final PlacementService placement;
    private final RequestService requests;
    private final NamedOrders named;
    private final WorkQueue queue;
    private final PerformerNewsService work;

    CommandHandler(
            PlacementService placement,
            RequestService requests,
            NamedOrders named,
            WorkQueue queue,
            PerformerNewsService work) {
        this.placement = placement;
        this.requests = requests;
        this.named = named;
        this.queue = queue;
        this.work = work;
    }

    /// Waits until no other message is about the same orders.
    Uni<Void> reserve(List<OrderCommand> commands) {
        return placement.reserve(commands.stream().map(OrderCommand::placer).toList());
    }

    /// @return what became of it; fails with [RefusedMessageException]
    Uni<Outcome> apply(OrderCommand command, Arrival arrival) {
        resolve(command.request(), arrival);
        return switch (command.control()) {
            case PLACE -> command.isTest() ? place(command, arrival) : queue.keep(command, arrival, Reason.NO_TEST);
            case CHANGE -> onOrders(command, arrival, orders -> changeAll(orders, command, arrival));
            case CANCEL ->
                onOrders(command, arrival, orders -> moveAll(orders, new RequestStatus.Revoked(), command, arrival));
            case HOLD ->
                onOrders(command, arrival, orders -> moveAll(orders, new RequestStatus.OnHold(), command, arrival));
            case RELEASE ->
                onOrders(command, arrival, orders -> moveAll(orders, new RequestStatus.Active(), command, arrival));
            case STATUS -> status(command, arrival);
            case UNABLE -> queue.keep(command, arrival, Reason.UNABLE);
        };
    }

    private static void resolve(ServiceRequest request, Arrival arrival) {
        if (arrival.finding().lookup() instanceof PatientAnswer.Found found) {
            Subject.name(request, Subject.standingOf(found));
        }
    }

    private Uni<Outcome> place(OrderCommand command, Arrival arrival) {
        var order = new PlaceRequest(
                command.request(),
                command.digest(),
                arrival.message().sender().caller(),
                "",
                RequestFacts.Number.NONE,
                false);
        return placement.place(order).chain(result -> switch (result) {
            case PlaceRequestResult.Placed placed ->
                waitIfUnmatched(placed.resource(), command, arrival)
                        .chain(outcome -> waitIfNobodys(outcome, placed.resource(), command, arrival))
                        .chain(outcome -> queue.noteUnknownTest(outcome, command, arrival));
            case PlaceRequestResult.Existing ignored -> Uni.createFrom().item(Outcome.DONE);
            case PlaceRequestResult.Duplicate duplicate ->
                again(duplicate.existing().orElseThrow(), command, arrival);
            case PlaceRequestResult.Matching ignored -> throw new IllegalStateException("no condition was given");
        });
    }

    /// The same number with other content: an amendment that the sender forgot to call one, unless
    /// for someone else.
    private Uni<Outcome> again(StoredResource existing, OrderCommand command, Arrival arrival) {
        var mine = RequestFacts.of(command.request()).patient().patientId();
        if (!existing.patientId().isEmpty() && !mine.equals(existing.patientId())) {
            throw ofAnotherPatient(command);
        }
        return change(existing, command, arrival)
                .map(ignored -> Outcome.done(warning(
                        command,
                        Hl7Error.DUPLICATE_KEY,
                        "An order with this number was here already; it now reads as this message says. Use XO to"
                                + " change an order.")));
    }

    private Uni<Outcome> waitIfUnmatched(StoredResource placed, OrderCommand command, Arrival arrival) {
        var isOpen = command.request().getStatus() != ServiceRequestStatus.REVOKED;
        if (!placed.patientId().isEmpty() || !isOpen) {
            return Uni.createFrom().item(Outcome.DONE);
        }
        return queue.waitForPatient(placed.id(), arrival);
    }

    private Uni<Outcome> waitIfNobodys(Outcome outcome, StoredResource placed, OrderCommand command, Arrival arrival) {
        var isOpen = command.request().getStatus() != ServiceRequestStatus.REVOKED;
        return command.request().hasPerformer() || !isOpen
                ? Uni.createFrom().item(outcome)
                : queue.waitForPerformer(outcome, placed.id(), command, arrival);
    }

    private Uni<Outcome> onOrders(
            OrderCommand command, Arrival arrival, Function<List<StoredResource>, Uni<Outcome>> change) {
        if (!command.hasAnyNumber()) {
            return queue.keep(command, arrival, Reason.NO_ORDER_NUMBER);
        }
        return named.find(command, arrival).chain(found -> switch (found) {
            case Named.Certain certain -> change.apply(certain.orders());
            case Named.OfAnotherPatient ignored -> throw ofAnotherPatient(command);
            case Named.ByParty byParty ->
                command.control() == OrderControl.CHANGE
                        ? queue.keep(command, arrival, Reason.CHANGE_BY_OTHER)
                        : change.apply(byParty.orders());
            case Named.Uncertain ignored -> queue.keep(command, arrival, Reason.UNCERTAIN_ORDER);
            case Named.Nothing ignored ->
                command.hasNumber() ? late(command, arrival) : queue.keep(command, arrival, Reason.UNKNOWN_ORDER);
        });
    }

    private Uni<Outcome> late(OrderCommand command, Arrival arrival) {
        switch (command.control()) {
            case CANCEL -> command.request().setStatus(ServiceRequestStatus.REVOKED);
            case HOLD -> command.request().setStatus(ServiceRequestStatus.ONHOLD);
            case PLACE, CHANGE, RELEASE, STATUS, UNABLE -> {}
        }
        var warned = warning(
                command,
                Hl7Error.UNKNOWN_KEY,
                "There was no order with this number; it is kept as this message says, so that a late NW changes nothing.");
        return place(command, arrival).map(outcome -> outcome.after(warned));
    }

    private Uni<Outcome> changeAll(List<StoredResource> orders, OrderCommand command, Arrival arrival) {
        return each(orders, order -> change(order, command, arrival));
    }

    private Uni<ChangeResult> change(StoredResource order, OrderCommand command, Arrival arrival) {
        var caller = arrival.message().sender().caller();
        command.request().setStatus(null);
        if (!command.isPerformerNamed()) {
            // Who does it was settled when the order was placed.
            command.request().setPerformer(null);
        }
        return requests.amend(order.id(), OptionalInt.empty(), command.request(), caller)
                .invoke(result -> requireDone(result, command));
    }

    private Uni<Outcome> moveAll(
            List<StoredResource> orders, RequestStatus wanted, OrderCommand command, Arrival arrival) {
        var reason = command.request().getReasonCode().stream().findFirst().orElseGet(CodeableConcept::new);
        var caller = arrival.message().sender().caller();
        return each(
                orders,
                order -> requests.move(order.id(), OptionalInt.empty(), wanted, reason.copy(), caller)
                        .invoke(result -> {
                            var isThere = result instanceof ChangeResult.Illegal illegal
                                    && illegal.current().equals(wanted.code());
                            if (!isThere) {
                                requireDone(result, command);
                            }
                        }));
    }

    private static Uni<Outcome> each(List<StoredResource> orders, Function<StoredResource, Uni<ChangeResult>> change) {
        return Multi.createFrom()
                .iterable(orders)
                .onItem()
                .transformToUniAndConcatenate(order -> change.apply(order))
                .collect()
                .asList()
                .replaceWith(Outcome.DONE);
    }

    private Uni<Outcome> status(OrderCommand command, Arrival arrival) {
        if (!command.hasAnyNumber()) {
            return queue.keep(command, arrival, Reason.NO_ORDER_NUMBER);
        }
        return named.find(command, arrival).chain(found -> switch (found) {
            case Named.Certain certain -> tell(certain.orders(), command, arrival);
            case Named.OfAnotherPatient ignored -> throw ofAnotherPatient(command);
            case Named.ByParty byParty -> tell(byParty.orders(), command, arrival);
            case Named.Uncertain ignored -> queue.keep(command, arrival, Reason.UNCERTAIN_ORDER);
            case Named.Nothing ignored -> queue.keep(command, arrival, Reason.UNKNOWN_ORDER);
        });
    }

    /// News of the work go to the Tasks; news of an order that nobody works on any more change nothing.
    private Uni<Outcome> tell(List<StoredResource> orders, OrderCommand command, Arrival arrival) {
        var caller = arrival.message().sender().caller();
        return command.news()
                .map(news -> Multi.createFrom()
                        .iterable(orders)
                        .onItem()
                        .transformToUniAndConcatenate(
                                order -> work.tell(order.id(), news.taskStatus(), news.words(), caller))
                        .collect()
                        .asList()
                        .map(told -> outcomeOf(told, command)))
                .orElseGet(() -> Uni.createFrom().item(Outcome.DONE));
    }

    private static Outcome outcomeOf(List<Told> told, OrderCommand command) {
        if (told.contains(new Told.News())) {
            return Outcome.DONE;
        }
        if (told.contains(new Told.ByOther())) {
            throw refused(
                    command,
                    Hl7Error.UNSUPPORTED_EVENT_CODE,
                    "News of the work on an order come from its performer. To change the order, send XO, CA, HD or RL.");
        }
        return Outcome.done(notWorkedOn(command));
    }

    private static AckProblem notWorkedOn(OrderCommand command) {
        return warning(
                command,
                Hl7Error.UNKNOWN_KEY,
                "Nobody works on this order any more, or more than this was known already; nothing was changed.");
    }

    private static void requireDone(ChangeResult result, OrderCommand command) {
        switch (result) {
            case ChangeResult.Changed ignored -> {}
            case ChangeResult.Illegal illegal ->
                throw refused(command, Hl7Error.UNSUPPORTED_EVENT_CODE, illegal.detail());
            case ChangeResult.Refused refused -> throw refused(command, Hl7Error.DATA_TYPE, refused.detail());
            case ChangeResult.Missing ignored ->
                throw refused(command, Hl7Error.UNKNOWN_KEY, "There is no order with this number.");
            case ChangeResult.Stale ignored -> throw new IllegalStateException("a version was asked for unasked");
        }
    }

    private static RefusedMessageException ofAnotherPatient(OrderCommand command) {
        return refused(
                command,
                Hl7Error.DUPLICATE_KEY,
                "This placer number belongs to an order for another patient. Check the number.");
    }

    private static RefusedMessageException refused(OrderCommand command, Hl7Error error, String message) {
        return new RefusedMessageException(AckProblem.error(command.location(), error, message));
    }

    private static AckProblem warning(OrderCommand command, Hl7Error error, String message) {
        return AckProblem.warning(command.location(), error, message);
    }
}
