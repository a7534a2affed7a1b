package org.meridiandx.result.oru;

import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;

/// What is taken: ORU^R01 of any version from 2.1 on, with a patient and at least one order or
/// line.
public sealed interface OruAdmission {
    record Admitted(Drafts.Message draft) implements OruAdmission {}

    /// Not for here (`AR`), or content that cannot be a result (`AE`).
    record Refused(Acknowledgement answer) implements OruAdmission {}

    static OruAdmission admit(ReceivedMessage message) {
        var header = message.header();
        if (!header.messageCode().equals("ORU")) {
            return reject(
                    Hl7Error.UNSUPPORTED_MESSAGE_TYPE,
                    "This listener takes ORU^R01. Send orders and admissions to their own listeners.");
        }
        switch (header.triggerEvent()) {
            case "R01", "" -> {
                // the one that is taken; old senders leave the event out
            }
            default -> {
                return reject(Hl7Error.UNSUPPORTED_EVENT_CODE, "This listener takes trigger event R01.");
            }
        }
        var draft = OruMapper.map(header, message.message());
        if (draft.patients().isEmpty()) {
            return error("PID", "There is no PID: nobody can tell whose result this is.");
        }
        if (draft.patients().stream().allMatch(patient -> patient.reports().isEmpty())) {
            return error("OBR", "There is no OBR and no OBX: the message holds no result.");
        }
        if (!draft.errors().isEmpty()) {
            return new Refused(Acknowledgement.error(draft.errors().toArray(AckProblem[]::new)));
        }
        return new Admitted(draft);
    }

    private static OruAdmission reject(Hl7Error error, String text) {
        return new Refused(Acknowledgement.reject(AckProblem.error(AckProblem.Location.of("MSH", 9), error, text)));
    }

    private static OruAdmission error(String segment, String text) {
        return new Refused(Acknowledgement.error(
                AckProblem.error(AckProblem.Location.of(segment, 0), Hl7Error.SEGMENT_SEQUENCE, text)));
    }
}
