package org.meridiandx.result.doors;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.meridiandx.feeds.Sender;
import org.meridiandx.result.edifact.EdifactInterchange;
import org.meridiandx.result.edifact.EdifactMapper;
import org.meridiandx.result.edifact.NhsAck;

/// EDIFACT over HTTP, up to the mapped drafts and the acknowledgement. A target for Jazzer.
public final class EdifactDoor {
    private static final Sender LABORATORY = new Sender("RX902/1", "RX902", "2");

    private EdifactDoor() {}

    /// @throws RuntimeException or an AssertionError for what is a fault of ours
    public static void fuzzerTestOneInput(byte[] bytes) {
        takes(bytes);
    }

    /// @return whether a message of it is let in
    static boolean takes(byte[] bytes) {
        var read = EdifactInterchange.read(new String(bytes, StandardCharsets.ISO_8859_1));
        if (read.isEmpty()) {
            return false;
        }
        var isTaken = false;
        for (var message : read.get().messages()) {
            if (message.type().equals("MEDRPT") && message.form().equals("NHS003")) {
                var draft = EdifactMapper.map(message, LABORATORY);
                if (draft.errors().isEmpty()) {
                    Sound.require(draft);
                    isTaken = true;
                }
            }
        }
        var answers = read.get().messages().stream()
                .map(message -> new NhsAck.Answer(message.reference(), ""))
                .toList();
        NhsAck.of(read.get(), List.copyOf(answers), Instant.EPOCH, "1");
        return isTaken;
    }
}
