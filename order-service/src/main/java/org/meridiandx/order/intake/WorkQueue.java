package org.meridiandx.order.intake;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.order.catalogue.UnknownCodeService;
import org.meridiandx.order.intake.IntakeAnswer.Outcome;
import org.meridiandx.order.intake.IntakeService.Arrival;
import org.meridiandx.order.justification.JustificationService;
import org.meridiandx.order.records.OrderIds;
import org.meridiandx.order.unmatched.UnmatchedOrder;
import org.meridiandx.order.unmatched.UnmatchedOrderService;

/// Puts what cannot be done yet before people, and tells the sender.
@Singleton
class WorkQueue {
    private final UnmatchedOrderService unmatched;
    private final UnknownCodeService unknown;
    private final JustificationService justifications;
    private final OrderIds ids;
    private final Clock clock;

    WorkQueue(
            UnmatchedOrderService unmatched,
            UnknownCodeService unknown,
            JustificationService justifications,
            OrderIds ids,
            Clock clock) {
        this.unmatched = unmatched;
        this.unknown = unknown;
        this.justifications = justifications;
        this.ids = ids;
        this.clock = clock;
    }

    /// Lets an order wait for its patient.
    Uni<Outcome> waitForPatient(String orderId, Arrival arrival) {
        return unmatched
                .add(item(orderId, arrival.finding().reason(), arrival))
                .replaceWith(Outcome.done(AckProblem.warning(
                        AckProblem.Location.of("PID", 3),
                        Hl7Error.UNKNOWN_KEY,
                        "The patient is not known yet; the order waits until an ADT message tells of the patient.")));
    }

    /// Shows people an order that nobody is asked to do.
    Uni<Outcome> waitForPerformer(Outcome outcome, String orderId, OrderCommand command, Arrival arrival) {
        return unmatched
                .add(item(orderId, UnmatchedOrder.NO_PERFORMER, arrival))
                .replaceWith(outcome.after(AckProblem.warning(
                        command.location(),
                        Hl7Error.UNKNOWN_KEY,
                        "The order is taken, but neither the message nor the region's catalogue says who is to do it; the"
                                + " region's operators see it. Name the performer in MSH-6.")));
    }

    /// Notes a test that the catalogue does not know. Its order is taken all the same, and only a sender
    /// whose codes are mapped hears of it.
    Uni<Outcome> noteUnknownTest(Outcome outcome, OrderCommand command, Arrival arrival) {
        var sender = arrival.message().sender().odsCode().map(OdsCode::value).orElse("");
        return unknown.note(sender, command.request().getCode())
                .map(isToHear -> isToHear
                        ? outcome.after(AckProblem.warning(
                                command.location(),
                                Hl7Error.TABLE_VALUE_NOT_FOUND,
                                "The order is taken, but its code means no test of the region's catalogue yet; the"
                                        + " region's operators see it. Check the code."))
                        : outcome);
    }

    /// An exposure that nobody can justify yet: the order is taken all the same, and its sender hears of it.
    Outcome warnIfIncomplete(Outcome outcome, OrderCommand command) {
        var missing = justifications.unjustifiable(command.request());
        return missing.isEmpty()
                ? outcome
                : outcome.after(AckProblem.warning(
                        command.location(),
                        Hl7Error.REQUIRED_FIELD_MISSING,
                        "The order is taken, but it is for ionising radiation (IR(ME)R) and does not give: "
                                + String.join(", ", missing) + ". Send it with XO."));
    }

    /// Keeps a message that no order can be told for.
    Uni<Outcome> keep(OrderCommand command, Arrival arrival, Reason reason) {
        return unmatched
                .add(item("", reason.code, arrival))
                .replaceWith(Outcome.kept(AckProblem.warning(
                        command.location(),
                        Hl7Error.UNKNOWN_KEY,
                        "The message is kept for people to look at (" + reason.code + "): " + reason.text)));
    }

    /// Why people are to look at a message.
    enum Reason {
        NO_TEST("no-test", "it orders nothing that is named."),
        NO_ORDER_NUMBER("no-order-number", "it names no order that is known here."),
        UNKNOWN_ORDER("unknown-order", "it names no order that is known here."),
        UNCERTAIN_ORDER(
                "uncertain-order",
                "its number is that of an order here, but it is not certain that this one is meant."
                        + " Nothing was changed; name the order by its placer number with its assigner."),
        NO_REPLACEMENT(
                "no-replacement",
                "it says that an order is replaced, and not by which (RO). The order stays as it is until people decide."),
        UNABLE("unable", "the sender cannot do what it was asked to. The order stays as it is until people decide."),
        CHANGE_BY_OTHER(
                "change-by-other",
                "the order stays as its requester sent it. Only under the requester's number is an order changed.");
        private final String code;
        private final String text;

        Reason(String code, String text) {
            this.code = code;
            this.text = text;
        }
    }

    private UnmatchedOrder item(String orderId, String reason, Arrival arrival) {
        var message = arrival.message();
        return new UnmatchedOrder(
                ids.next(),
                orderId,
                arrival.messageId(),
                message.sender().name(),
                message.sender().odsCode().map(Object::toString).orElse(""),
                reason,
                message.patient().nhsNumber(),
                message.patient().identifiers(),
                clock.instant());
    }
}
