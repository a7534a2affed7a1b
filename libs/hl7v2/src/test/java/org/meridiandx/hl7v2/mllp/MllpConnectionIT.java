package org.meridiandx.hl7v2.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meridiandx.hl7v2.mllp.Sent.bytes;
import static org.meridiandx.hl7v2.mllp.Sent.message;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridiandx.hl7v2.Acknowledgement;

/// How connections begin and end, and what is no MLLP at all.
@Timeout(60)
class MllpConnectionIT {

    private static final MllpSettings SETTINGS = MllpSettings.onPort(0).withMaxMessageBytes(100_000);

    @Test
    void shouldDropGarbageAndGoOn() throws Exception {
        try (var listening = new Listening(SETTINGS, Sent::accept);
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
        try (var listening = new Listening(SETTINGS, Sent::accept);
                var client = listening.client()) {
            // When
            client.sendBytes(bytes("x".repeat(100_000)));

            // Then
            assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldCountAHalfFrameAtClose() throws Exception {
        try (var listening = new Listening(SETTINGS, Sent::accept)) {
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
            assertThatThrownBy(() -> serve(listening, "M2")).isInstanceOf(IOException.class);
        }
    }

    /// Fails where nobody listens, and where the connection is closed without an answer.
    private static void serve(Listening listening, String controlId) throws IOException {
        try (var late = listening.client()) {
            late.sendFrame(message(controlId));
            late.receive();
        }
    }

    @Test
    void shouldRefuseToStartOnABusyPort() throws Exception {
        try (var listening = new Listening(SETTINGS, Sent::accept)) {
            // Given
            int port = listening.server.actualPort();

            // Then
            assertThatThrownBy(() -> new Listening(MllpSettings.onPort(port), Sent::accept))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void shouldCloseAnIdleConnection() throws Exception {
        // Given
        var settings = new MllpSettings("localhost", 0, 100_000, Duration.ofMillis(300), 4, Optional.empty());
        try (var listening = new Listening(settings, Sent::accept);
                var client = listening.client()) {
            // When
            client.sendBytes(bytes("\u000bMSH|"));

            // Then
            assertThatThrownBy(client::receive)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed before an answer");
        }
    }
}
