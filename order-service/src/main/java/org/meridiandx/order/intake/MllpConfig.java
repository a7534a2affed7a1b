package org.meridiandx.order.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.meridiandx.hl7v2.mllp.MllpSettings;

/// Settings of the listener.
@ConfigMapping(prefix = "meridian.mllp")
interface MllpConfig {
    /// 0 takes a free one.
    @WithDefault("2575")
    int port();

    /// A larger message is answered `AR` and its connection ends.
    @WithDefault("20971520")
    int maxMessageBytes();

    /// A connection without traffic for so long is closed.
    @WithDefault("10m")
    Duration idleTimeout();

    /// PEM file of the listener's certificate; with it the listener speaks TLS.
    Optional<Path> tlsCertificate();

    /// PEM file of its PKCS#8 key.
    Optional<Path> tlsKey();

    /// PEM file of the authorities of client certificates; with it, senders must show one.
    Optional<Path> tlsClientAuthorities();

    /// TLS, where a certificate and its key are named.
    default Optional<MllpSettings.Tls> tls() {
        return tlsCertificate()
                .flatMap(certificate ->
                        tlsKey().map(key -> new MllpSettings.Tls(certificate, key, tlsClientAuthorities())));
    }
}
