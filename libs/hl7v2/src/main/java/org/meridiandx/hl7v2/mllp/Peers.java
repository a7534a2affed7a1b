package org.meridiandx.hl7v2.mllp;

import io.vertx.core.net.NetSocket;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.meridiandx.hl7v2.ReceivedMessage.Peer;

/// Who stands at the other end of a socket.
final class Peers {
    private Peers() {}

    static Peer of(NetSocket socket) {
        var remote = socket.remoteAddress();
        var address = remote == null ? "unknown" : remote.toString();
        return new Peer(address, subject(socket));
    }

    private static Optional<String> subject(NetSocket socket) {
        if (!socket.isSsl()) {
            return Optional.empty();
        }
        try {
            return socket.peerCertificates().stream()
                    .findFirst()
                    .filter(X509Certificate.class::isInstance)
                    .map(certificate -> ((X509Certificate) certificate)
                            .getSubjectX500Principal()
                            .getName());
        } catch (SSLPeerUnverifiedException noCertificate) {
            return Optional.empty();
        }
    }
}
