package org.meridiandx.order.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.order.intake.IntakeAnswer.Outcome;
import org.meridiandx.order.intake.IntakeService.Arrival;
import org.meridiandx.order.intake.rules.OrderControl;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.order.requests.RequestService;
import org.meridiandx.order.requests.rules.RequestStatus;

/// Changes orders that are there, and says in the sender's words why one cannot be.
@ApplicationScoped
class OrderChanges {
    private final RequestService requests;

    OrderChanges(RequestService requests) {
        this.requests = requests;
    }

    Uni<Outcome> changeAll(List<StoredResource> orders, OrderCommand command, Arrival arrival) {
        return each(orders, order -> change(order, command, arrival));
    }

    Uni<ChangeResult> change(StoredResource order, OrderCommand command, Arrival arrival) {
        var caller = arrival.message().sender().caller();
        command.request().setStatus(null);
        if (!command.isPerformerNamed()) {
            // Who does it was settled when the order was placed.
            command.request().setPerformer(null);
        }
        return requests.amend(order.id(), OptionalInt.empty(), command.request(), caller)
                .invoke(result -> requireDone(result, command));
    }

    Uni<Outcome> moveAll(List<StoredResource> orders, RequestStatus wanted, OrderCommand command, Arrival arrival) {
        var reason = command.request().getReasonCode().stream().findFirst().orElseGet(() -> unsaid(command));
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

    private static CodeableConcept unsaid(OrderCommand command) {
        var reason = new CodeableConcept();
        return command.control() == OrderControl.REPLACE ? reason.setText("Replaced by another order") : reason;
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

    static RefusedMessageException ofAnotherPatient(OrderCommand command) {
        return refused(
                command,
                Hl7Error.DUPLICATE_KEY,
                "This placer number belongs to an order for another patient. Check the number.");
    }

    static RefusedMessageException refused(OrderCommand command, Hl7Error error, String message) {
        return new RefusedMessageException(AckProblem.error(command.location(), error, message));
    }

    static AckProblem warning(OrderCommand command, Hl7Error error, String message) {
        return AckProblem.warning(command.location(), error, message);
    }
}
