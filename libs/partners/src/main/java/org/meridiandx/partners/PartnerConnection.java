package org.meridiandx.partners;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// One connection to a partner, kept while messages go over it. Blocking; one thread at a time.
public final class PartnerConnection implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PartnerConnection.class);
    private final PartnerSockets sockets;
    private final Duration timeout;
    private @Nullable MllpClient client;
    private @Nullable PartnerAddress address;

    /// @param timeout for connecting, and for each answer
    public PartnerConnection(PartnerSockets sockets, Duration timeout) {
        this.sockets = sockets;
        this.timeout = timeout;
    }

    /// What came of a message.
    ///
    /// @param reply the partner's answer as it came; empty where there was none
    @SuppressWarnings("ArrayRecordComponent")
    public record Outcome(Verdict verdict, byte[] reply) {
        @Override
        public String toString() {
            return "Outcome[" + verdict + "]";
        }
    }

    /// Connects, unless there is a connection to this address.
    ///
    /// @throws IOException where the partner cannot be reached, or is not who it should be
    public void open(PartnerAddress wanted) throws IOException {
        if (client != null && wanted.equals(address)) {
            return;
        }
        close();
        try {
            client = MllpClient.connect(sockets.to(wanted), wanted.host(), wanted.port(), timeout);
        } catch (IllegalArgumentException noAddress) {
            throw new IOException("the address cannot be used", noAddress);
        }
        address = wanted;
    }

    /// Sends a message over the open connection. Where it is not taken for now the connection is
    /// closed: an answer may still be on its way.
    ///
    /// @param controlId MSH-10 of the message
    public Outcome send(String controlId, byte[] message) {
        try {
            var reply = Objects.requireNonNull(client, "opened before").send(message);
            var verdict = Verdict.of(reply, controlId);
            if (verdict instanceof Verdict.Later) {
                close();
            }
            return new Outcome(verdict, reply.message().raw());
        } catch (IOException lost) {
            close();
            return new Outcome(new Verdict.Later(causeOf(lost)), new byte[0]);
        }
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
        if (client != null) {
            try {
                client.close();
            } catch (IOException gone) {
                LOG.debug("closing the connection to a partner failed");
            }
            client = null;
        }
    }
}
