package org.meridiandx.partners;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Connections to partners: plain, or TLS with the partner's name checked.
public final class PartnerSockets {
    private final Pem files;

    public PartnerSockets(Pem files) {
        this.files = files;
    }

    /// Files in PEM form.
    public interface Pem {
        /// The authorities of partners' certificates; else those of the platform.
        Optional<Path> authorities();

        /// Our certificate chain, for partners that ask for one.
        Optional<Path> certificate();

        /// Its PKCS#8 key.
        Optional<Path> key();
    }

    /// Reads the PEM files anew, so that a renewed certificate counts from the next connection on.
    public SocketFactory to(PartnerAddress address) throws IOException {
        if (!address.isTls()) {
            return SocketFactory.getDefault();
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return new CheckingFactory(context.getSocketFactory());
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the certificates for partners cannot be used", unusable);
        }
    }

    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (files.authorities().isEmpty()) {
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        var store = empty();
        var number = 0;
        for (var authority : certificates(files.authorities().get())) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        if (files.certificate().isEmpty() || files.key().isEmpty()) {
            return new KeyManager[0];
        }
        var store = empty();
        var chain = certificates(files.certificate().get()).toArray(Certificate[]::new);
        store.setKeyEntry("own", key(files.key().get()), new char[0], chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        var body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
        try {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        } catch (InvalidKeySpecException notOfACurve) {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        }
    }

    /// Whose sockets check that the certificate is that of the host.
    private static final class CheckingFactory extends SocketFactory {
        private final SocketFactory sockets;

        CheckingFactory(SocketFactory sockets) {
            this.sockets = sockets;
        }

        @Override
        public Socket createSocket() throws IOException {
            if (sockets.createSocket() instanceof SSLSocket socket) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                return socket;
            }
            throw new IOException("no TLS");
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(createSocket(), InetAddress.getByName(host), port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(createSocket(), host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket(host, port);
        }

        private static Socket connected(Socket socket, InetAddress host, int port) throws IOException {
            socket.connect(new java.net.InetSocketAddress(host, port));
            return socket;
        }
    }
}
