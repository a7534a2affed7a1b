package org.meridiandx.partners;

import java.util.Set;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// What a partner's answer means for the message.
///
/// **Source:** HL7 v2.5.1 chapter 2.9, tables 0008 and 0357.
public sealed interface Verdict {
    /// The partner has it: `AA` or `CA`.
    record Taken() implements Verdict {}

    /// Not now; the same message may be taken later.
    record Later(String cause) implements Verdict {}

    /// The same message will never be taken.
    record Refused(String cause) implements Verdict {}

    /// In use, or a fault on the partner's side: neither is a fault of the message.
    Set<String> TEMPORARY = Set.of("206", "207");

    /// @param controlId MSH-10 of the message that was sent
    static Verdict of(MllpClient.Reply reply, String controlId) {
        if (!reply.controlId().equals(controlId)) {
            return new Later("the answer is to another message");
        }
        if (reply.isAccepted()) {
            return new Taken();
        }
        return switch (reply.code()) {
            case "AE", "AR", "CE", "CR" ->
                TEMPORARY.contains(reply.error()) ? new Later(causeOf(reply)) : new Refused(causeOf(reply));
            default -> new Later("the answer has no code of table 0008");
        };
    }

    /// The code, the error's number and place; not its text, which may tell of the patient.
    private static String causeOf(MllpClient.Reply reply) {
        var answer = reply.message().message();
        var place = answer.first("ERR").map(err -> err.raw(2)).orElse("").replaceAll("[^A-Z0-9^]", "");
        var error = reply.error().replaceAll("[^0-9]", "");
        return (reply.code() + " " + error + " " + place).strip().replaceAll(" +", " ");
    }
}
