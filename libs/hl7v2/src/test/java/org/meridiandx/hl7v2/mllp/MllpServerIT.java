package org.meridiandx.hl7v2.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.Sample;

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
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept);
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
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept);
                var client = listening.client()) {
            // When
            client.sendBytes(join(frame("M1"), frame("M2")));

            // Then
            assertThat(client.receive().controlId()).isEqualTo("M1");
            assertThat(client.receive().controlId()).isEqualTo("M2");
        }
    }

    @Test
    void shouldHandlePipelinedMessagesOneAtATimeInOrder() throws Exception {
        // Given
        var handled = new ConcurrentLinkedQueue<String>();
        var concurrent = new AtomicInteger();
        var worst = new AtomicInteger();
        var expected = IntStream.range(0, 1000).mapToObj(i -> "M" + i).toList();
        try (var pool = Executors.newScheduledThreadPool(2)) {
            MessageHandler handler = message -> {
                worst.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
                handled.add(message.header().controlId());
                return Uni.createFrom()
                        .emitter(emitter -> pool.schedule(
                                () -> {
                                    concurrent.decrementAndGet();
                                    emitter.complete(Acknowledgement.accepted());
                                },
                                message.header().controlId().endsWith("7") ? 3 : 0,
                                TimeUnit.MILLISECONDS));
            };
            try (var listening = new Listening(SETTINGS, handler);
                    var client = listening.client()) {
                // When
                var sender = Thread.ofVirtual().start(() -> expected.forEach(id -> sendFrame(client, id)));
                var answered = new ArrayList<String>();
                for (int i = 0; i < expected.size(); i++) {
                    answered.add(client.receive().controlId());
                }
                sender.join();

                // Then
                assertThat(answered).isEqualTo(expected);
                assertThat(List.copyOf(handled)).isEqualTo(expected);
                assertThat(worst.get()).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldAnswerManyRefusedFramesOfOnePacket() throws Exception {
        // Given
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            all.write(new byte[] {FrameDecoder.VT, FrameDecoder.FS, FrameDecoder.CR});
        }
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept);
                var client = listening.client()) {
            // When
            client.sendBytes(all.toByteArray());

            // Then
            for (int i = 0; i < 500; i++) {
                assertThat(client.receive().code()).isEqualTo("AR");
            }
        }
    }

    @Test
    void shouldPauseAFastSenderAndLoseNothing() throws Exception {
        // Given
        var big = Sample.oru("BIG", "2.5.1") + "NTE|1||" + "x".repeat(90_000) + "\r";
        MessageHandler slow = message -> Uni.createFrom()
                .item(Acknowledgement.accepted())
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(5));
        try (var listening = new Listening(SETTINGS, slow);
                var client = listening.client()) {
            // When
            Thread.ofVirtual().start(() -> IntStream.range(0, 100).forEach(i -> sendQuietly(client, bytes(big))));

            // Then
            for (int i = 0; i < 100; i++) {
                assertThat(client.receive().code()).isEqualTo("AA");
            }
        }
    }

    @Test
    void shouldRefuseATooLargeMessageAndClose() throws Exception {
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept);
                var client = listening.client()) {
            // When
            client.sendFrame(bytes(Sample.oru("BIG", "2.5.1") + "NTE|1||" + "x".repeat(5_000_000) + "\r"));

            // Then
            var reply = client.receive();
            assertThat(reply.code()).isEqualTo("AR");
            assertThat(reply.controlId()).isEqualTo("BIG");
            assertThat(reply.error()).isEqualTo("104");
            assertThat(reply.reason()).contains("larger than 100000 bytes");
            assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldRefuseWhatIsNoSingleMessage() throws Exception {
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept);
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
    void shouldDropGarbageAndGoOn() throws Exception {
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept);
                var client = listening.client()) {
            // When
            client.sendBytes(bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            var reply = client.send(message("M1"));

            // Then
            assertThat(reply.controlId()).isEqualTo("M1");
            assertThat(listening.count("meridian.mllp.dropped", "reason", "no-start-block"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldCloseOnEndlessGarbage() throws Exception {
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept);
                var client = listening.client()) {
            // When
            client.sendBytes(bytes("x".repeat(100_000)));

            // Then
            assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldCountAHalfFrameAtClose() throws Exception {
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept)) {
            // When
            try (var client = listening.client()) {
                client.sendBytes(bytes("\u000bMSH|^~\\&|A"));
            }
            listening.awaitCount(1, "meridian.mllp.dropped", "reason", "half-frame");

            // Then
            assertThat(listening.count("meridian.mllp.dropped", "reason", "half-frame"))
                    .isEqualTo(1);
            assertThat(listening.count("meridian.mllp.received")).isZero();
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
    void shouldFinishWhatIsInFlightWhenStopped() throws Exception {
        // Given
        var started = new CountDownLatch(1);
        var release = new CompletableFuture<Acknowledgement>();
        MessageHandler handler = message -> {
            started.countDown();
            return Uni.createFrom().completionStage(release);
        };
        try (var listening = new Listening(SETTINGS, handler);
                var client = listening.client()) {
            client.sendFrame(message("M1"));
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

            // When
            var stop = CompletableFuture.runAsync(() -> listening.server.stop(Duration.ofSeconds(10)));
            TimeUnit.MILLISECONDS.sleep(100);
            assertThat(stop).isNotDone();
            release.complete(Acknowledgement.accepted());

            // Then
            assertThat(client.receive().code()).isEqualTo("AA");
            assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
            stop.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(listening::client).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldRefuseToStartOnABusyPort() throws Exception {
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept)) {
            // Given
            int port = listening.server.actualPort();

            // Then
            assertThatThrownBy(() -> new Listening(MllpSettings.onPort(port), MllpServerIT::accept))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void shouldCloseAnIdleConnection() throws Exception {
        // Given
        var settings = new MllpSettings("localhost", 0, 100_000, Duration.ofMillis(300), 4, Optional.empty());
        try (var listening = new Listening(settings, MllpServerIT::accept);
                var client = listening.client()) {
            // When
            client.sendBytes(bytes("\u000bMSH|"));

            // Then
            assertThatThrownBy(client::receive)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed before an answer");
        }
    }

    @Test
    void shouldServeManyConnectionsAtOnce() throws Exception {
        try (var listening = new Listening(SETTINGS, MllpServerIT::accept);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            var answers = IntStream.range(0, 20)
                    .mapToObj(connection -> threads.submit(() -> {
                        int accepted = 0;
                        try (var client = listening.client()) {
                            for (int i = 0; i < 50; i++) {
                                var id = connection + "-" + i;
                                var reply = client.send(message(id));
                                accepted +=
                                        reply.isAccepted() && reply.controlId().equals(id) ? 1 : 0;
                            }
                        }
                        return accepted;
                    }))
                    .toList();

            // Then
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(50);
            }
        }
    }

    private static Uni<Acknowledgement> accept(ReceivedMessage message) {
        return Uni.createFrom().item(Acknowledgement.accepted());
    }

    private static void sendFrame(MllpClient client, String id) {
        sendQuietly(client, message(id));
    }

    private static void sendQuietly(MllpClient client, byte[] message) {
        try {
            client.sendFrame(message);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] message(String id) {
        return bytes(Sample.oru(id, "2.5.1"));
    }

    private static byte[] frame(String id) {
        return bytes("\u000b" + Sample.oru(id, "2.5.1") + "\u001c\r");
    }

    private static byte[] join(byte[] first, byte[] second) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
