package org.meridiandx.hl7v2.mllp;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.Sample;

/// What the tests of the listener send, and the handler that accepts it.
final class Sent {

    private Sent() {}

    static Uni<Acknowledgement> accept(ReceivedMessage message) {
        return Uni.createFrom().item(Acknowledgement.accepted());
    }

    static byte[] message(String id) {
        return bytes(Sample.oru(id, "2.5.1"));
    }

    /// Whole frames, one behind the other.
    static byte[] frame(String... ids) {
        return bytes(Arrays.stream(ids)
                .map(id -> "\u000b" + Sample.oru(id, "2.5.1") + "\u001c\r")
                .collect(Collectors.joining()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void quietly(MllpClient client, byte[] message) {
        try {
            client.sendFrame(message);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
