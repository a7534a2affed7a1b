package org.meridiandx.hl7v2.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meridiandx.hl7v2.mllp.Sent.bytes;
import static org.meridiandx.hl7v2.mllp.Sent.message;
import static org.meridiandx.hl7v2.mllp.Sent.quietly;

import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Sample;

/// More than one can take at once: order, pace and size.
@Timeout(60)
class MllpFloodIT {

    private static final MllpSettings SETTINGS = MllpSettings.onPort(0).withMaxMessageBytes(100_000);

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
                var sender = Thread.ofVirtual().start(() -> expected.forEach(id -> quietly(client, message(id))));
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
        try (var listening = new Listening(SETTINGS, Sent::accept);
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
            Thread.ofVirtual().start(() -> IntStream.range(0, 100).forEach(i -> quietly(client, bytes(big))));

            // Then
            for (int i = 0; i < 100; i++) {
                assertThat(client.receive().code()).isEqualTo("AA");
            }
        }
    }

    @Test
    void shouldRefuseATooLargeMessageAndClose() throws Exception {
        try (var listening = new Listening(SETTINGS, Sent::accept);
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
    void shouldServeManyConnectionsAtOnce() throws Exception {
        try (var listening = new Listening(SETTINGS, Sent::accept);
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
}
