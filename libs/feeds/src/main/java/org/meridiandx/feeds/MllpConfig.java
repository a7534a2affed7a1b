package org.meridiandx.feeds;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.meridiandx.hl7v2.mllp.MllpSettings;

/// Settings of the HL7 v2 listener.
@ConfigMapping(prefix = "meridian.mllp")
interface MllpConfig {
    /// Address to listen on.
    @WithDefault("0.0.0.0")
    String host();

    /// 0 takes a free one.
    @WithDefault("2575")
    int port();

    /// A larger message is answered `AR` and its connection ends.
    @WithDefault("20971520")
    int maxMessageBytes();

    /// A connection without traffic for so long is closed.
    @WithDefault("10m")
    Duration idleTimeout();

    /// TLS of the listener; without it the gateway must end TLS. A certificate without its key
    /// stops the start.
    Optional<Tls> tls();

    /// Files in PEM form.
    interface Tls {
        /// The listener's certificate chain.
        Path certificate();

        /// Its PKCS#8 key.
        Path key();

        /// The authorities of client certificates; with it, senders must show one.
        Optional<Path> clientAuthorities();

        default MllpSettings.Tls settings() {
            return new MllpSettings.Tls(certificate(), key(), clientAuthorities());
        }
    }
}
