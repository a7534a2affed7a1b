package org.meridiandx.bench.trials;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// HL7 v2 messages over MLLP, each until its `AA`.
///
/// @param next makes the next message; safe for several threads
public record Messages(String name, String what, int port, Supplier<byte[]> next) implements Scenario {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public void prepare(int pieces) {
        // Messages are made as they are sent.
    }

    @Override
    public Worker open() throws IOException {
        var client = MllpClient.connect("127.0.0.1", port, PATIENCE);
        return new Worker() {
            @Override
            public boolean work() throws IOException {
                return client.send(next.get()).isAccepted();
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }
}
