package org.meridiandx.hl7v2.mllp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a listener listens.
///
/// @param host the address to listen on, `0.0.0.0` for all
/// @param port the port; 0 takes a free one, see [MllpServer#actualPort()]
/// @param maxMessageBytes the largest message, without its frame; a larger one is answered `AR` and the connection
///     ends
/// @param idleTimeout a connection without traffic for so long is closed; zero: never
/// @param maxInFlightPerConnection how many pipelined messages are read ahead before the socket is paused (they are
///     handled one after the other all the same)
/// @param tls TLS, or nothing for plain TCP
public record MllpSettings(
        String host,
        int port,
        int maxMessageBytes,
        Duration idleTimeout,
        int maxInFlightPerConnection,
        Optional<Tls> tls) {

    private static final int SMALLEST_LIMIT = 1024;

    private static final int LARGEST_LIMIT = 1024 * 1024 * 1024;

    /// Refuses what cannot work, so that a service does not start with it.
    public MllpSettings {
        check(port >= 0 && port <= 65_535, "The MLLP port must be from 0 to 65535");
        check(
                maxMessageBytes >= SMALLEST_LIMIT && maxMessageBytes <= LARGEST_LIMIT,
                "The largest MLLP message must be from 1024 bytes to 1 GiB");
        check(!idleTimeout.isNegative(), "The MLLP idle timeout must not be negative");
        check(maxInFlightPerConnection >= 1, "An MLLP connection must be allowed at least one message in flight");
    }

    /// All addresses, 20 MiB, ten minutes, 16 messages, no TLS.
    public static MllpSettings onPort(int port) {
        return new MllpSettings("0.0.0.0", port, 20 * 1024 * 1024, Duration.ofMinutes(10), 16, Optional.empty());
    }

    /// The same with another largest message.
    public MllpSettings withMaxMessageBytes(int bytes) {
        return new MllpSettings(host, port, bytes, idleTimeout, maxInFlightPerConnection, tls);
    }

    /// The same with TLS.
    public MllpSettings withTls(Tls settings) {
        return new MllpSettings(
                host, port, maxMessageBytes, idleTimeout, maxInFlightPerConnection, Optional.of(settings));
    }

    /// TLS 1.2 and 1.3.
    ///
    /// @param certificate PEM file with the chain of the listener
    /// @param key PEM file with its PKCS#8 key
    /// @param clientAuthorities PEM file with the authorities of client certificates; when given, a client without
    ///     one is refused
    public record Tls(Path certificate, Path key, Optional<Path> clientAuthorities) {}

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
