package org.meridiandx.hl7v2.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.hl7v2.mllp.Sent.accept;
import static org.meridiandx.hl7v2.mllp.Sent.bytes;
import static org.meridiandx.hl7v2.mllp.Sent.frame;
import static org.meridiandx.hl7v2.mllp.Sent.message;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.Sample;

/// What a sender hears, message by message.
@Timeout(60)
class MllpServerIT {

    private static final MllpSettings SETTINGS = MllpSettings.onPort(0).withMaxMessageBytes(100_000);

    @Test
    void shouldAcceptAMessageOnASafeDuplicatedContext() throws Exception {
        // Given
        var safe = new AtomicReference<Boolean>();
        MessageHandler handler = message -> {
            var context = Vertx.currentContext();
            safe.set(VertxContext.isOnDuplicatedContext()
                    && VertxContextSafetyToggle.isExplicitlyMarkedAsSafe(context)
                    && context.isEventLoopContext());
            return accept(message);
        };
        try (var listening = new Listening(SETTINGS, handler);
                var client = listening.client()) {
            // When
            var reply = client.send(message("M1"));

            // Then
            assertThat(reply.code()).isEqualTo("AA");
            assertThat(reply.controlId()).isEqualTo("M1");
            assertThat(reply.isAccepted()).isTrue();
            assertThat(safe.get()).isTrue();
            assertThat(listening.count("meridian.mllp.received")).isEqualTo(1);
            assertThat(listening.count("meridian.mllp.accepted")).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeASlowSenderByteByByte() throws Exception {
        try (var listening = new Listening(SETTINGS, Sent::accept);
                var client = listening.client()) {
            // When
            for (byte b : frame("M1")) {
                client.sendBytes(new byte[] {b});
            }

            // Then
            assertThat(client.receive().controlId()).isEqualTo("M1");
        }
    }

    @Test
    void shouldAnswerTwoMessagesOfOnePacket() throws Exception {
        try (var listening = new Listening(SETTINGS, Sent::accept);
                var client = listening.client()) {
            // When
            client.sendBytes(frame("M1", "M2"));

            // Then
            assertThat(client.receive().controlId()).isEqualTo("M1");
            assertThat(client.receive().controlId()).isEqualTo("M2");
        }
    }

    @Test
    void shouldAnswerTryLaterWhenTheHandlerFails() throws Exception {
        // Given
        MessageHandler failing = message -> switch (message.header().controlId()) {
            case "THROW" -> throw new IllegalStateException("Sample^Alex");
            case "FAIL" -> Uni.createFrom().failure(new IOException("Sample^Alex"));
            case "NULL" -> Uni.createFrom().nullItem();
            default -> accept(message);
        };
        try (var listening = new Listening(SETTINGS, failing);
                var client = listening.client()) {
            for (var id : List.of("THROW", "FAIL", "NULL")) {
                // When
                var reply = client.send(message(id));

                // Then
                assertThat(reply.code()).isEqualTo("AR");
                assertThat(reply.controlId()).isEqualTo(id);
                assertThat(reply.error()).isEqualTo("207");
                assertThat(reply.message().text()).doesNotContain("Alex").doesNotContain("Exception");
            }
            assertThat(client.send(message("M1")).code()).isEqualTo("AA");
        }
    }

    @Test
    void shouldSayWhatTheHandlerSays() throws Exception {
        // Given
        MessageHandler refusing = message -> Uni.createFrom()
                .item(Acknowledgement.error(AckProblem.error(
                        message.message().first("PID").orElseThrow().at(3),
                        Hl7Error.UNKNOWN_KEY,
                        "The patient is not known here")));
        try (var listening = new Listening(SETTINGS, refusing);
                var client = listening.client()) {
            // When
            var modern = client.send(message("M1"));
            var old = client.send(bytes(Sample.oru("M2", "2.3")));

            // Then
            assertThat(modern.reason()).isEqualTo("The patient is not known here");
            assertThat(modern.error()).isEqualTo("204");
            assertThat(old.reason()).isEqualTo("PID-3: The patient is not known here");
            assertThat(old.error()).isEqualTo("204");
        }
    }

    @Test
    void shouldRefuseWhatIsNoSingleMessage() throws Exception {
        try (var listening = new Listening(SETTINGS, Sent::accept);
                var client = listening.client()) {
            assertThat(client.send(bytes("PID|1")).reason()).contains("does not begin with MSH");
            assertThat(client.send(new byte[0]).reason()).contains("empty");
            assertThat(client.send(bytes("FHS|^~\\&\rBHS|^~\\&\r" + Sample.oru("M1", "2.5")))
                            .reason())
                    .contains("Batches");
            assertThat(client.send(bytes(Sample.oru("M1", "2.5") + Sample.oru("M2", "2.5")))
                            .reason())
                    .contains("more than one MSH");
            var nameless = client.send(bytes(Sample.oru("", "2.5.1")));
            assertThat(nameless.code()).isEqualTo("AE");
            assertThat(nameless.message().message().value("ERR", 2, 3)).contains("10");
            assertThat(client.send(bytes("MSH|^~\\&|A|F|||t|||M1|P|2.5\r")).reason())
                    .contains("MSH-9");
            assertThat(client.send(message("M9")).code()).isEqualTo("AA");
            assertThat(listening.count("meridian.mllp.rejected", "code", "AR", "error", "100"))
                    .isEqualTo(3);
            assertThat(listening.count("meridian.mllp.rejected", "code", "AE", "error", "101"))
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldAnswerABatchWhateverBecomesOfIt() throws Exception {
        // Given one that is answered, one that is not taken, and two that fail: at once, and later
        var answers = List.of(
                Optional.of(Uni.createFrom().item(bytes("BHS|^~\\&\rBTS|0\r"))),
                Optional.<Uni<byte[]>>empty(),
                Optional.of(Uni.createFrom().<byte[]>failure(new IllegalStateException("away"))));
        var asked = new AtomicInteger();
        var handler = new MessageHandler() {
            @Override
            public Uni<Acknowledgement> handle(ReceivedMessage message) {
                return Sent.accept(message);
            }

            @Override
            public Optional<Uni<byte[]>> handleBatch(ReceivedMessage batch) {
                assertThat(VertxContext.isOnDuplicatedContext()).isTrue();
                return answers.get(asked.getAndIncrement());
            }
        };
        try (var listening = new Listening(SETTINGS, handler);
                var client = listening.client()) {
            // When
            var taken = client.send(bytes("BHS|^~\\&\r"));
            var refused = client.send(bytes("BHS|^~\\&\r"));
            var failed = client.send(bytes("BHS|^~\\&\r"));
            var thrown = client.send(bytes("BHS|^~\\&\r"));

            // Then the connection goes on
            assertThat(taken.message().text()).startsWith("BHS").contains("BTS|0");
            assertThat(refused.reason()).contains("Batches");
            assertThat(failed.error()).isEqualTo("207");
            assertThat(thrown.error()).isEqualTo("207");
            assertThat(client.send(message("M1")).code()).isEqualTo("AA");
        }
    }
}
