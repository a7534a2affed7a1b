package org.meridiandx.hl7v2.mllp;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A started listener for one test.
final class Listening implements AutoCloseable {

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final MllpServer server;

    Listening(MllpSettings settings, MessageHandler handler) {
        server = new MllpServer(vertx, settings, handler, registry, Clock.systemUTC());
        server.start();
    }

    MllpClient client() throws IOException {
        return MllpClient.connect("localhost", server.actualPort(), Duration.ofSeconds(10));
    }

    double count(String name, String... tags) {
        var counter = registry.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    /// Waits for what happens on another thread.
    void awaitCount(double expected, String name, String... tags) throws InterruptedException {
        for (int i = 0; i < 200 && count(name, tags) != expected; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
