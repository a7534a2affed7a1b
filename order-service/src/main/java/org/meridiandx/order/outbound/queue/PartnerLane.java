package org.meridiandx.order.outbound.queue;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.meridiandx.order.outbound.queue.OutboundQueue.Leased;
import org.meridiandx.partners.PartnerAddress;
import org.meridiandx.partners.PartnerConnection;
import org.meridiandx.partners.PartnerSockets;
import org.meridiandx.partners.Verdict;

/// Sends the messages of one partner, one after the other over one connection. Not shared between threads.
///
/// A partner that cannot be reached makes the lane pause; a message whose answer does not come is
/// tried again later with the same MSH-10, and other patients' messages go on meanwhile.
final class PartnerLane implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PartnerLane.class);
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private final String ods;
    private final OutboundQueue queue;
    private final PartnerConnection connection;
    private final OutboundConfig config;
    private final OutboundMetrics metrics;
    private int failedConnects;

    PartnerLane(
            String ods, OutboundQueue queue, PartnerSockets sockets, OutboundConfig config, OutboundMetrics metrics) {
        this.ods = ods;
        this.queue = queue;
        this.connection = new PartnerConnection(sockets, config.timeout());
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

    private boolean isConnected(PartnerAddress address, Leased message) throws SQLException {
        try {
            connection.open(address);
            failedConnects = 0;
            return true;
        } catch (IOException away) {
            failedConnects++;
            metrics.failed();
            LOG.warnf("partner %s cannot be reached: %s", ods, away.getClass().getSimpleName());
            queue.retry(message, Duration.ZERO, "the partner cannot be reached");
            return false;
        }
    }

    private void send(Leased message) throws SQLException {
        var outcome = connection.send(message.controlId(), message.payload());
        switch (outcome.verdict()) {
            case Verdict.Taken ignored -> {
                queue.sent(message);
                metrics.sent();
            }
            case Verdict.Later later -> again(message, later.cause());
            case Verdict.Refused refused -> {
                queue.bury(message, refused.cause(), outcome.reply());
                metrics.refused();
                LOG.warnf("partner %s refuses message %d: %s", ods, message.seq(), refused.cause());
            }
        }
    }

    private void again(Leased message, String cause) throws SQLException {
        metrics.failed();
        LOG.infof("message %d to partner %s is tried again: %s", message.seq(), ods, cause);
        queue.retry(message, config.pauseAfter(message.attempt()), cause);
    }

    @Override
    public void close() {
        connection.close();
    }
}
