package org.meridiandx.order.outbound.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.intake.Certificates;
import org.meridiandx.partners.PartnerAddress;
import org.meridiandx.partners.PartnerSockets;

/// Partners over TLS: known by their authority and by their name.
class PartnerSocketsTest {
    private static final byte[] MESSAGE =
            "MSH|^~\\&|A|B|C|D|2026||ORM^O01|M1|P|2.5.1\r".getBytes(StandardCharsets.UTF_8);
    private SSLServerSocket server;

    private record Settings(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key)
            implements OutboundConfig, OutboundConfig.Tls {
        @Override
        public Duration interval() {
            return Duration.ZERO;
        }

        @Override
        public String composeInterval() {
            return "";
        }

        @Override
        public String measureInterval() {
            return "";
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration firstPause() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration longestPause() {
            return Duration.ofMinutes(5);
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(30);
        }

        @Override
        public OutboundConfig.Tls tls() {
            return this;
        }

        static Settings trusting(String name) {
            return new Settings(Optional.of(Certificates.file(name, ".crt")), Optional.empty(), Optional.empty());
        }

        Settings showing(String name) {
            return new Settings(
                    authorities,
                    Optional.of(Certificates.file(name, ".crt")),
                    Optional.of(Certificates.file(name, ".key")));
        }
    }

    @BeforeEach
    void listen() throws Exception {
        server = (SSLServerSocket) Certificates.make("partner")
                .serverSockets(Certificates.make("region"))
                .createServerSocket(0);
        Thread.ofVirtual().start(this::answerAll);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void answerAll() {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                var in = connection.getInputStream();
                for (var next = in.read(); next >= 0 && next != 0x1C; next = in.read()) {
                    continue;
                }
                connection
                        .getOutputStream()
                        .write("\u000BMSH|^~\\&|C|D\rMSA|AA|M1\r\u001C\r".getBytes(StandardCharsets.UTF_8));
            } catch (IOException refused) {
                // The next one.
            }
        }
    }

    private String send(String host, Settings settings) throws IOException {
        var address = new PartnerAddress(host, server.getLocalPort(), true);
        try (var client = MllpClient.connect(
                new PartnerSockets(settings).to(address), host, address.port(), settings.timeout())) {
            return client.send(MESSAGE).code();
        }
    }

    @Test
    void shouldReachAPartnerOfAKnownAuthority() throws Exception {
        assertThat(send("localhost", Settings.trusting("partner").showing("region")))
                .isEqualTo("AA");
    }

    @Test
    void shouldShowItsCertificateToAPartnerThatAsksForOne() throws Exception {
        // Given
        server.setNeedClientAuth(true);

        // When
        var answer = send("localhost", Settings.trusting("partner").showing("region"));

        // Then
        assertThat(answer).isEqualTo("AA");
        assertThatThrownBy(() -> send("localhost", Settings.trusting("partner")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldSendNothingToAStrangerOrUnderAnotherName() {
        assertThatThrownBy(() -> send("localhost", Settings.trusting("region"))).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> send("127.0.0.1", Settings.trusting("partner")))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void shouldFindOutWhileConnectingAndNotByTheFirstMessage() {
        // Given
        var settings = Settings.trusting("region");
        var address = new PartnerAddress("localhost", server.getLocalPort(), true);

        // When
        var connecting = catchThrowable(() -> MllpClient.connect(
                        new PartnerSockets(settings).to(address), "localhost", address.port(), settings.timeout())
                .close());

        // Then
        assertThat(connecting).isInstanceOf(SSLException.class);
    }

    @Test
    void shouldDoubleThePauseUpToTheLongest() {
        // Given
        var settings = Settings.trusting("partner");

        // When
        var pauses = IntStream.of(0, 1, 2, 3, 9, 10, 1_000)
                .mapToObj(settings::pauseAfter)
                .map(Duration::toSeconds)
                .toList();

        // Then
        assertThat(pauses).containsExactly(1L, 1L, 2L, 4L, 256L, 300L, 300L);
    }
}
