package org.meridiandx.order.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Reference;
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
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.Subject;
import org.meridiandx.order.requests.PlaceRequest;
import org.meridiandx.order.requests.PlaceRequestResult;
import org.meridiandx.order.requests.PlacementService;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.order.tasks.PerformerNewsService;
import org.meridiandx.order.tasks.PerformerNewsService.Told;

/// Does what one order group asks for.
///
/// Orders arrive out of order, so a change to an order that is not here makes it: a cancellation
/// leaves a revoked order behind, and the order that comes late does not come alive. News that may be
/// of another order go to the work queue.
@Singleton
class CommandHandler {
    private final PlacementService placement;
    private final OrderChanges changes;
    private final NamedOrders named;
    private final WorkQueue queue;
    private final PerformerNewsService work;

    CommandHandler(
            PlacementService placement,
            OrderChanges changes,
            NamedOrders named,
            WorkQueue queue,
            PerformerNewsService work) {
        this.placement = placement;
        this.changes = changes;
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
            case CHANGE -> onOrders(command, arrival, orders -> changes.changeAll(orders, command, arrival));
            case CANCEL ->
                onOrders(
                        command,
                        arrival,
                        orders -> changes.moveAll(orders, new RequestStatus.Revoked(), command, arrival));
            case REPLACE ->
                onOrders(
                        command,
                        arrival,
                        orders -> changes.moveAll(orders, new RequestStatus.Revoked(), command, arrival));
            case REPLACEMENT ->
                command.isTest() ? replace(command, arrival) : queue.keep(command, arrival, Reason.NO_TEST);
            case REPLACE_BY_NOTHING -> queue.keep(command, arrival, Reason.NO_REPLACEMENT);
            case HOLD ->
                onOrders(
                        command,
                        arrival,
                        orders -> changes.moveAll(orders, new RequestStatus.OnHold(), command, arrival));
            case RELEASE ->
                onOrders(
                        command,
                        arrival,
                        orders -> changes.moveAll(orders, new RequestStatus.Active(), command, arrival));
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
                        .chain(outcome -> queue.noteUnknownTest(outcome, command, arrival))
                        .map(outcome -> queue.warnIfIncomplete(outcome, command));
            case PlaceRequestResult.Existing existing -> {
                refuseOwnPlace(existing.resource(), command);
                yield Uni.createFrom().item(Outcome.DONE);
            }
            case PlaceRequestResult.Duplicate duplicate ->
                again(duplicate.existing().orElseThrow(), command, arrival);
            case PlaceRequestResult.Matching ignored -> throw new IllegalStateException("no condition was given");
        });
    }

    /// Places an order in the place of others, whose fate is sealed by their own groups before it. What one of
    /// the others' parties would have replaced waits for people as they do.
    private Uni<Outcome> replace(OrderCommand command, Arrival arrival) {
        return Multi.createFrom()
                .iterable(command.replaces())
                .onItem()
                .transformToUniAndConcatenate(replaced -> named.find(replaced, arrival))
                .collect()
                .asList()
                .chain(replaced -> replaced.stream().anyMatch(Named.ByParty.class::isInstance)
                        ? queue.keep(command, arrival, Reason.CHANGE_BY_OTHER)
                        : placeFor(replaced, command, arrival));
    }

    private Uni<Outcome> placeFor(List<Named> replaced, OrderCommand command, Arrival arrival) {
        replaced.stream()
                .filter(Named.Certain.class::isInstance)
                .flatMap(found -> ((Named.Certain) found).orders().stream())
                .map(order -> "ServiceRequest/" + order.id())
                .distinct()
                .forEach(order -> command.request().addReplaces(new Reference(order)));
        return place(command, arrival);
    }

    /// The same number with other content: an amendment that the sender forgot to call one, unless
    /// for someone else.
    private Uni<Outcome> again(StoredResource existing, OrderCommand command, Arrival arrival) {
        refuseOwnPlace(existing, command);
        var mine = RequestFacts.of(command.request()).patient().patientId();
        if (!existing.patientId().isEmpty() && !mine.equals(existing.patientId())) {
            throw OrderChanges.ofAnotherPatient(command);
        }
        return changes.change(existing, command, arrival)
                .map(ignored -> Outcome.done(OrderChanges.warning(
                        command,
                        Hl7Error.DUPLICATE_KEY,
                        "An order with this number was here already; it now reads as this message says. Use XO to"
                                + " change an order.")));
    }

    private static void refuseOwnPlace(StoredResource existing, OrderCommand command) {
        var isReplaced = command.request().getReplaces().stream()
                .anyMatch(replaced ->
                        existing.id().equals(replaced.getReferenceElement().getIdPart()));
        if (isReplaced) {
            throw OrderChanges.refused(
                    command,
                    Hl7Error.DUPLICATE_KEY,
                    "The replacement has the number of the order that it replaces. Give it one of its own, or send XO.");
        }
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
            case Named.OfAnotherPatient ignored -> throw OrderChanges.ofAnotherPatient(command);
            case Named.ByParty byParty ->
                command.isOfRequester()
                        ? queue.keep(command, arrival, Reason.CHANGE_BY_OTHER)
                        : change.apply(byParty.orders());
            case Named.Uncertain ignored -> queue.keep(command, arrival, Reason.UNCERTAIN_ORDER);
            case Named.Nothing ignored ->
                command.hasNumber() ? late(command, arrival) : queue.keep(command, arrival, Reason.UNKNOWN_ORDER);
        });
    }

    private Uni<Outcome> late(OrderCommand command, Arrival arrival) {
        switch (command.control()) {
            case CANCEL, REPLACE -> command.request().setStatus(ServiceRequestStatus.REVOKED);
            case HOLD -> command.request().setStatus(ServiceRequestStatus.ONHOLD);
            case PLACE, CHANGE, REPLACEMENT, REPLACE_BY_NOTHING, RELEASE, STATUS, UNABLE -> {}
        }
        var warned = OrderChanges.warning(
                command,
                Hl7Error.UNKNOWN_KEY,
                "There was no order with this number; it is kept as this message says, so that a late NW changes nothing.");
        return place(command, arrival).map(outcome -> outcome.after(warned));
    }

    private Uni<Outcome> status(OrderCommand command, Arrival arrival) {
        if (!command.hasAnyNumber()) {
            return queue.keep(command, arrival, Reason.NO_ORDER_NUMBER);
        }
        return named.find(command, arrival).chain(found -> switch (found) {
            case Named.Certain certain -> tell(certain.orders(), command, arrival);
            case Named.OfAnotherPatient ignored -> throw OrderChanges.ofAnotherPatient(command);
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
            throw OrderChanges.refused(
                    command,
                    Hl7Error.UNSUPPORTED_EVENT_CODE,
                    "News of the work on an order come from its performer. To change the order, send XO, CA, HD or RL.");
        }
        return Outcome.done(notWorkedOn(command));
    }

    private static AckProblem notWorkedOn(OrderCommand command) {
        return OrderChanges.warning(
                command,
                Hl7Error.UNKNOWN_KEY,
                "Nobody works on this order any more, or more than this was known already; nothing was changed.");
    }
}
