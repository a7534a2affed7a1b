package org.meridiandx.identity.adt;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Settings of the HL7 v2 listener.
@ConfigMapping(prefix = "meridian.mllp")
interface AdtConfig {
    /// Address to listen on.
    String host();

    /// Port to listen on.
    int port();

    /// Largest message in bytes.
    int maxMessageBytes();

    /// A connection without traffic for so long is closed.
    Duration idleTimeout();

    /// TLS of the listener; without it the gateway must end TLS.
    Optional<Tls> tls();

    /// Files in PEM form.
    interface Tls {
        Path certificate();

        Path key();

        Optional<Path> clientAuthorities();
    }
}
