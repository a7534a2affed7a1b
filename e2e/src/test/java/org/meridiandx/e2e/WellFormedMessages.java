package org.meridiandx.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.meridiandx.dev.loader.FeedReport;
import org.meridiandx.dev.loader.Outcome;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.ReceivedMessage;

/// Tells which of other people's messages are well-formed, without asking the region: MSH-9 and
/// MSH-10 are there, as the standard requires; a PID says who it is about; and an order or a result
/// has the OBR that makes it one of diagnostics (a medication order has RXO instead).
///
/// @param folder the folder that was loaded
record WellFormedMessages(Path folder) {

    private static final int MOST = 100_000;

    /// What became of the well-formed messages of one type.
    ///
    /// @param type such as `ORU`
    /// @param feed one outcome for each message, in the order of the files
    List<Outcome> outcomes(String type, FeedReport feed) throws IOException {
        var byFile = new LinkedHashMap<String, List<Outcome>>();
        feed.outcomes()
                .forEach(outcome -> byFile.computeIfAbsent(outcome.file(), file -> new ArrayList<>())
                        .add(outcome));
        var wanted = new ArrayList<Outcome>();
        for (var file : byFile.entrySet()) {
            var messages = Hl7Batch.split(Files.readAllBytes(folder.resolve(file.getKey())), MOST)
                    .messages();
            for (int i = 0; i < messages.size(); i++) {
                if (isWellFormed(type, messages.get(i))) {
                    wanted.add(file.getValue().get(i));
                }
            }
        }
        return wanted;
    }

    private static boolean isWellFormed(String type, byte[] bytes) {
        var received = ReceivedMessage.of(bytes, ReceivedMessage.Peer.named("e2e"), Instant.EPOCH);
        if (!received.isReadable()
                || !received.header().messageCode().equals(type)
                || received.header().controlId().isEmpty()) {
            return false;
        }
        var message = received.message();
        return message.first("PID").isPresent()
                && (type.equals("ADT") || message.first("OBR").isPresent());
    }
}
