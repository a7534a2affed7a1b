package org.meridiandx.result.doors;

import java.time.Instant;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.result.oru.OruAdmission;

/// HL7 v2 over MLLP and HTTP, up to the mapped drafts. A target for Jazzer, by its naming convention.
public final class Hl7Door {
    private static final int MOST_MESSAGES = 2_000;

    private Hl7Door() {}

    /// @throws RuntimeException or an AssertionError for what is a fault of ours
    public static void fuzzerTestOneInput(byte[] bytes) {
        takes(bytes);
    }

    /// @return whether a message of it is let in
    static boolean takes(byte[] bytes) {
        var isTaken = admits(bytes);
        try {
            for (var message : Hl7Batch.split(bytes, MOST_MESSAGES).messages()) {
                isTaken |= admits(message);
            }
        } catch (IllegalArgumentException tooMany) {
            return isTaken;
        }
        return isTaken;
    }

    private static boolean admits(byte[] bytes) {
        var message = ReceivedMessage.of(bytes, ReceivedMessage.Peer.named("fuzz"), Instant.EPOCH);
        if (!message.isReadable()) {
            return false;
        }
        var admission = OruAdmission.admit(message);
        switch (admission) {
            case OruAdmission.Admitted in -> {
                Sound.require(in.draft());
                in.draft().warnings().forEach(Hl7Door::requireWords);
            }
            case OruAdmission.Refused no -> {
                no.answer().problems().forEach(Hl7Door::requireWords);
                no.answer().encode(message, Instant.EPOCH, "A1");
            }
        }
        return admission instanceof OruAdmission.Admitted;
    }

    private static void requireWords(AckProblem problem) {
        if (problem.message().isBlank()) {
            throw new AssertionError("A refusal without words");
        }
    }
}
