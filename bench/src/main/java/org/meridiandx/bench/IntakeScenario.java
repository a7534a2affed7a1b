package org.meridiandx.bench;

import java.io.IOException;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;

/// Sends results over MLLP; each is durable before its `AA`.
final class IntakeScenario implements Scenario {

    private final ResultMessages messages;

    IntakeScenario(ResultMessages messages) {
        this.messages = messages;
    }

    @Override
    public String name() {
        return "oru";
    }

    @Override
    public String what() {
        return "ORU^R01 with 4 values over MLLP, until AA";
    }

    @Override
    public void prepare(int pieces) {
        // Messages are made as they are sent.
    }

    @Override
    public Worker open() throws IOException {
        var client = messages.connect();
        return new Worker() {
            @Override
            public boolean work() throws IOException {
                return client.send(messages.next().bytes()).isAccepted();
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }
}
