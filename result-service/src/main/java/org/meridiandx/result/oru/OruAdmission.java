package org.meridiandx.result.oru;

import java.util.Set;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;

/// What is taken, of any version from 2.1 on: results (ORU, OUL) with a patient and at least one
/// order or line, and documents (MDM) with a patient and what the event says of the document.
public sealed interface OruAdmission {
    record Admitted(Drafts.Message draft) implements OruAdmission {}

    /// Not for here (`AR`), or content that cannot be a result (`AE`).
    record Refused(Acknowledgement answer) implements OruAdmission {}

    static OruAdmission admit(ReceivedMessage message) {
        return switch (message.header().messageCode()) {
            case "ORU" -> results(message, Set.of("", "R01", "R30", "R31", "R32", "R40"));
            case "OUL" -> results(message, Set.of("R21", "R22", "R23", "R24"));
            case "MDM" -> document(message);
            default ->
                reject(
                        Hl7Error.UNSUPPORTED_MESSAGE_TYPE,
                        "This listener takes ORU, OUL and MDM. Send orders and admissions to their own listeners.");
        };
    }

    /// @param events trigger events that are taken; old senders leave theirs out
    private static OruAdmission results(ReceivedMessage message, Set<String> events) {
        var header = message.header();
        if (!events.contains(header.triggerEvent())) {
            return reject(
                    Hl7Error.UNSUPPORTED_EVENT_CODE,
                    "This listener takes the trigger events R01, R30, R31, R32, R40 of ORU and R21 to R24 of OUL.");
        }
        var draft = OruMapper.map(header, message.message());
        if (draft.patients().isEmpty()) {
            return error("PID", "There is no PID: nobody can tell whose result this is.");
        }
        if (draft.patients().stream().allMatch(patient -> patient.reports().isEmpty())) {
            return error("OBR", "There is no OBR and no OBX: the message holds no result.");
        }
        return admitted(draft);
    }

    private static OruAdmission document(ReceivedMessage message) {
        var header = message.header();
        if (DocumentEvent.of(header.triggerEvent()) == DocumentEvent.OTHER) {
            return reject(
                    Hl7Error.UNSUPPORTED_EVENT_CODE,
                    "This listener takes the trigger events T02, T04, T05, T06, T08, T11 of MDM: documents with their"
                            + " content. Send a replacement as T08.");
        }
        return admitted(DocumentMapper.map(header, message.message()));
    }

    private static OruAdmission admitted(Drafts.Message draft) {
        return draft.errors().isEmpty()
                ? new Admitted(draft)
                : new Refused(Acknowledgement.error(draft.errors().toArray(AckProblem[]::new)));
    }

    private static OruAdmission reject(Hl7Error error, String text) {
        return new Refused(Acknowledgement.reject(AckProblem.error(AckProblem.Location.of("MSH", 9), error, text)));
    }

    private static OruAdmission error(String segment, String text) {
        return new Refused(Acknowledgement.error(
                AckProblem.error(AckProblem.Location.of(segment, 0), Hl7Error.SEGMENT_SEQUENCE, text)));
    }
}
