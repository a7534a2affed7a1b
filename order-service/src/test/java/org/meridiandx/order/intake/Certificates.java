package org.meridiandx.order.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key with its self-signed certificate, made once for each name under `target`.
public record Certificates(KeyStore store) {
    private static final Path FOLDER = Path.of("target", "certificates").toAbsolutePath();
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static Path file(String name, String kind) {
        make(name);
        return FOLDER.resolve(name + kind);
    }

    public static synchronized Certificates make(String name) {
        try {
            Files.createDirectories(FOLDER);
            var file = FOLDER.resolve(name + ".p12");
            if (!Files.exists(file)) {
                generate(name, file);
            }
            var store = KeyStore.getInstance("PKCS12");
            try (var in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            pem(name + ".crt", "CERTIFICATE", store.getCertificate("key").getEncoded());
            pem(name + ".key", "PRIVATE KEY", store.getKey("key", PASSWORD).getEncoded());
            return new Certificates(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Connections of this one to another.
    SocketFactory sockets(Certificates other) throws GeneralSecurityException, IOException {
        return context(other).getSocketFactory();
    }

    /// What this one listens with for another.
    public ServerSocketFactory serverSockets(Certificates other) throws GeneralSecurityException, IOException {
        return context(other).getServerSocketFactory();
    }

    private SSLContext context(Certificates other) throws GeneralSecurityException, IOException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, PASSWORD);
        trust.setCertificateEntry("peer", other.store().getCertificate("key"));
        var trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
        return context;
    }

    private static void generate(String name, Path file) throws IOException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = List.of((keytool + " -genkeypair -alias key -keyalg EC -groupname secp256r1 -dname CN=" + name
                        + " -ext san=dns:localhost -validity 30 -storetype PKCS12 -storepass changeit -keystore "
                        + file)
                .split(" "));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            throw new IllegalStateException(output);
        }
    }

    private static void pem(String file, String type, byte[] content) throws IOException {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                FOLDER.resolve(file), "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }
}
