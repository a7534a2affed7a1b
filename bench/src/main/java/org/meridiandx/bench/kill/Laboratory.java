package org.meridiandx.bench.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// Senders of a laboratory: each sends a message until it is acknowledged, over a new connection
/// after each failure, and some once more, as if the acknowledgement had been lost on its way.
final class Laboratory implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long PAUSE_MILLIS = 100;
    private static final int REPEATED_EVERY = 20;

    private final int port;
    private final LabFeed feed;
    private final Progress progress;
    private final AtomicInteger next = new AtomicInteger();
    private final ExecutorService threads;
    private final List<Future<?>> senders = new ArrayList<>();

    Laboratory(int port, LabFeed feed, Progress progress, int connections) {
        this.port = port;
        this.feed = feed;
        this.progress = progress;
        this.threads = Executors.newFixedThreadPool(connections);
        for (int i = 0; i < connections; i++) {
            senders.add(threads.submit(() -> {
                new Sender().run();
                return null;
            }));
        }
    }

    /// Waits until everything is acknowledged.
    void await() throws InterruptedException {
        for (var sender : senders) {
            try {
                sender.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RegionException known
                        ? known
                        : new RegionException("A sender stopped: " + e.getCause());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    /// One connection, and the reports that go over it.
    private final class Sender {
        private @Nullable MllpClient client;

        void run() throws InterruptedException {
            try {
                int index = next.getAndIncrement();
                while (index < feed.reports().size()) {
                    for (var message : feed.reports().get(index).messages()) {
                        progress.awaitTurn();
                        sendUntilAcknowledged(message);
                    }
                    index = next.getAndIncrement();
                }
            } finally {
                close();
            }
        }

        private void sendUntilAcknowledged(LabFeed.Message message) throws InterruptedException {
            awaitAcknowledgement(message);
            progress.acknowledge(message.controlId());
            if (message.number() % REPEATED_EVERY == 0) {
                awaitAcknowledgement(message);
                progress.repeated();
            }
        }

        private void awaitAcknowledgement(LabFeed.Message message) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!isAcknowledged(message)) {
                if (System.nanoTime() > end) {
                    throw new RegionException(
                            message.controlId() + " was not acknowledged within " + PATIENCE.toMinutes() + " minutes.");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }

        private boolean isAcknowledged(LabFeed.Message message) {
            try {
                var reply = connection().send(message.content());
                boolean isAccepted = reply.isAccepted() && reply.controlId().equals(message.controlId());
                if (!isAccepted) {
                    progress.refused();
                }
                return isAccepted;
            } catch (IOException e) {
                progress.unanswered();
                close();
                return false;
            }
        }

        private MllpClient connection() throws IOException {
            var open = client;
            if (open == null) {
                open = MllpClient.connect("127.0.0.1", port, ANSWER);
                client = open;
            }
            return open;
        }

        private void close() {
            var open = client;
            client = null;
            try {
                if (open != null) {
                    open.close();
                }
            } catch (IOException e) {
                // It is of no more use anyway.
            }
        }
    }
}
