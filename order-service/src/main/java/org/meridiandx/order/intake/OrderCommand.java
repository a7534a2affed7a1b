package org.meridiandx.order.intake;

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
        RequestFacts.Number placer,
        boolean isPlacerBySender,
        String filler,
        boolean isTest,
        AckProblem.Location location) {
    /// Whether it may place an order: also a change does, of an order that is not here yet.
    boolean mayPlace() {
        return switch (control) {
            case PLACE, CHANGE, CANCEL, HOLD, RELEASE -> true;
            case STATUS, UNABLE -> false;
        };
    }

    boolean hasNumber() {
        return !placer.value().isEmpty();
    }

    boolean hasAnyNumber() {
        return hasNumber() || !filler.isEmpty();
    }
}
