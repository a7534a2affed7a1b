package org.meridiandx.order.intake;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.order.intake.rules.OrderControl;
import org.meridiandx.order.intake.rules.WorkNews;
import org.meridiandx.order.records.RequestFacts;

/// One order group of a message.
///
/// @param control what is asked for
/// @param news what it tells of the work
/// @param request the order as the group tells it, to be completed on its way
/// @param digest of the order as it was sent
/// @param isPerformerNamed whether the message names who is to do it
/// @param replaces the orders of the message whose place it takes; empty for most
/// @param placer its placer number; both parts empty where it has none
/// @param isPlacerBySender whether the sender names the placer's numbers in its own way, so that others
/// name the same one by another system
/// @param filler its filler number; empty where it has none
/// @param isTest whether the group names a test or examination (OBR)
/// @param location the group's first segment, for the answer
record OrderCommand(
        OrderControl control,
        Optional<WorkNews> news,
        ServiceRequest request,
        String digest,
        boolean isPerformerNamed,
        List<OrderCommand> replaces,
        RequestFacts.Number placer,
        boolean isPlacerBySender,
        String filler,
        boolean isTest,
        AckProblem.Location location) {
    OrderCommand {
        replaces = List.copyOf(replaces);
    }

    /// Whether it may place an order: also a change does, of an order that is not here yet.
    boolean mayPlace() {
        return switch (control) {
            case PLACE, CHANGE, CANCEL, REPLACE, REPLACEMENT, HOLD, RELEASE -> true;
            case REPLACE_BY_NOTHING, STATUS, UNABLE -> false;
        };
    }

    /// Whether only the one that asked for an order may ask for this.
    boolean isOfRequester() {
        return control == OrderControl.CHANGE || control == OrderControl.REPLACE;
    }

    boolean hasNumber() {
        return !placer.value().isEmpty();
    }

    boolean hasAnyNumber() {
        return hasNumber() || !filler.isEmpty();
    }
}
