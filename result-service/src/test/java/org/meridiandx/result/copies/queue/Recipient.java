package org.meridiandx.result.copies.queue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MllpServer;
import org.meridiandx.hl7v2.mllp.MllpSettings;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;

/// A practice system at the other end of a socket: keeps what it gets, and answers as a test says.
final class Recipient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Acknowledgement TAKEN = new Acknowledgement.Accepted(List.of());
    private final List<ReceivedMessage> received = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final MllpServer server;
    private volatile Function<ReceivedMessage, Acknowledgement> answer = message -> TAKEN;

    private Recipient() {
        server =
                new MllpServer(vertx, MllpSettings.onPort(0), this::take, new SimpleMeterRegistry(), Clock.systemUTC());
        server.start();
    }

    static Recipient start() {
        return new Recipient();
    }

    private Uni<Acknowledgement> take(ReceivedMessage message) {
        received.add(message);
        return Uni.createFrom().item(answer.apply(message));
    }

    void answering(Function<ReceivedMessage, Acknowledgement> with) {
        answer = with;
    }

    void register(PostgresDatabase database, String ods, boolean takesOwn) {
        new Rows(database).execute("""
                insert into copy_endpoint (ods, client_id, takes_own, host, port, tls) values (?, ?, ?, 'localhost', ?,
                    false)""", ods, "copies-" + ods, takesOwn, server.actualPort());
    }

    /// Empties the queue and the list of recipients.
    static void forget(Rows rows) {
        rows.execute("delete from report_copy");
        rows.execute("delete from copy_due");
        rows.execute("delete from copy_endpoint");
    }

    /// What a message says in a field; empty where it says nothing.
    static String value(ReceivedMessage message, String segment, int field) {
        return message.message().value(segment, field).orElse("");
    }

    /// Takes by MLLP from now on what another took by files.
    void takeOver(PostgresDatabase database, String ods) {
        new Rows(database)
                .execute(
                        "update copy_endpoint set transport = 'mllp', host = 'localhost', port = ?, tls = false where ods = ?",
                        server.actualPort(),
                        ods);
    }

    List<ReceivedMessage> received() {
        return received;
    }

    /// Waits for so many messages.
    List<ReceivedMessage> await(int count) {
        var end = Instant.now().plus(PATIENCE);
        while (received.size() < count && Instant.now().isBefore(end)) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopping) {
                throw new AssertionError(stopping);
            }
        }
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
