package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// The listener with the settings of OPERATING.md: TLS, and senders that must show a certificate.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
@TestProfile(OrderOverTlsIT.WithCertificates.class)
class OrderOverTlsIT {
    private static final Certificates SERVER = Certificates.make("server");
    private static final Certificates HOSPITAL = Certificates.make("hospital");
    private static final Certificates STRANGER = Certificates.make("stranger");

    public static class WithCertificates implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // The profile is made in another class loader than the test: both read the same files.
            return Map.of(
                    "meridian.mllp.tls.certificate",
                            Certificates.file("server", ".crt").toString(),
                    "meridian.mllp.tls.key", Certificates.file("server", ".key").toString(),
                    "meridian.mllp.tls.client-authorities",
                            Certificates.file("hospital", ".crt").toString());
        }
    }

    @Inject
    MllpPort port;

    IdentityStandIn identity;

    private String send(SocketFactory sockets) throws IOException {
        var message = "MSH|^~\\&|EPR|RX901|LIMS|RX902|20261121090000||ORM^O01|" + UUID.randomUUID()
                + "|P|2.5.1\rPID|1||9990000018^^^NHS^NH\rORC|NW|" + UUID.randomUUID() + "\rOBR|1|||FBC^Test^L\r";
        try (var client = MllpClient.connect(sockets, "localhost", port.number(), Duration.ofSeconds(10))) {
            return client.send(message.getBytes(StandardCharsets.UTF_8)).code();
        }
    }

    @Test
    void shouldTakeOrdersFromThoseWhoShowACertificateOnly() throws Exception {
        // Given
        RegionFixture.knowOnePatient(identity);

        // When
        var code = send(HOSPITAL.sockets(SERVER));

        // Then
        assertThat(code).isEqualTo("AA");
        assertThatThrownBy(() -> send(STRANGER.sockets(SERVER))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(SocketFactory.getDefault())).isInstanceOf(IOException.class);
    }
}
