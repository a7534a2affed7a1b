package org.meridiandx.order.outbound.queue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.outbound.queue.OutboundQueue.Leased;
import org.meridiandx.order.outbound.wire.Partner;
import org.meridiandx.order.outbound.wire.Verdict;

/// Sends the messages of one partner, one after the other over one connection. Not shared between threads.
///
/// A partner that cannot be reached makes the lane pause; a message whose answer does not come is
/// tried again later with the same MSH-10, and other patients' messages go on meanwhile.
final class PartnerLane implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PartnerLane.class);
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private final String ods;
    private final OutboundQueue queue;
    private final PartnerSockets sockets;
    private final OutboundConfig config;
    private final OutboundMetrics metrics;
    private @Nullable MllpClient connection;
    private Partner.@Nullable Address connectedTo;
    private int failedConnects;

    PartnerLane(
            String ods, OutboundQueue queue, PartnerSockets sockets, OutboundConfig config, OutboundMetrics metrics) {
        this.ods = ods;
        this.queue = queue;
        this.sockets = sockets;
        this.config = config;
        this.metrics = metrics;
    }

    /// Sends what is due.
    ///
    /// @return how long to wait before the next look; nothing where the partner is one no more
    Optional<Duration> work() throws SQLException {
        // Connecting and the handshake may each take as long as the answer.
        var lease = config.timeout().multipliedBy(3).plus(MARGIN);
        // Read anew for each message: the one in hand does not go where the partner was before.
        for (var address = queue.address(ods); address.isPresent(); address = queue.address(ods)) {
            var next = queue.claim(ods, lease);
            if (next.isEmpty()) {
                return Optional.of(config.interval());
            }
            if (!isConnected(address.get(), next.get())) {
                return Optional.of(config.pauseAfter(failedConnects));
            }
            send(next.get());
        }
        return Optional.empty();
    }

    private boolean isConnected(Partner.Address address, Leased message) throws SQLException {
        if (connection != null && address.equals(connectedTo)) {
            return true;
        }
        close();
        try {
            connection = MllpClient.connect(sockets.to(address), address.host(), address.port(), config.timeout());
            connectedTo = address;
            failedConnects = 0;
            return true;
        } catch (IOException | IllegalArgumentException away) {
            failedConnects++;
            metrics.failed();
            LOG.warnf("partner %s cannot be reached: %s", ods, away.getClass().getSimpleName());
            queue.retry(message, Duration.ZERO, "the partner cannot be reached");
            return false;
        }
    }

    private void send(Leased message) throws SQLException {
        try {
            var reply = Objects.requireNonNull(connection).send(message.payload());
            switch (Verdict.of(reply, message.controlId())) {
                case Verdict.Taken ignored -> {
                    queue.sent(message);
                    metrics.sent();
                }
                case Verdict.Later later -> again(message, later.cause());
                case Verdict.Refused refused -> {
                    queue.bury(message, refused.cause(), reply.message().raw());
                    metrics.refused();
                    LOG.warnf("partner %s refuses message %d: %s", ods, message.seq(), refused.cause());
                }
            }
        } catch (IOException lost) {
            again(message, causeOf(lost));
        }
    }

    /// An answer may still be on its way: the connection is of no more use.
    private void again(Leased message, String cause) throws SQLException {
        close();
        metrics.failed();
        LOG.infof("message %d to partner %s is tried again: %s", message.seq(), ods, cause);
        queue.retry(message, config.pauseAfter(message.attempt()), cause);
    }

    private static String causeOf(IOException lost) {
        return switch (lost) {
            case SocketTimeoutException ignored -> "no answer in time";
            case EOFException ignored -> "the connection was closed before the answer";
            default -> "the connection broke before the answer";
        };
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException gone) {
                LOG.debugf("closing the connection to %s failed", ods);
            }
            connection = null;
        }
    }
}
