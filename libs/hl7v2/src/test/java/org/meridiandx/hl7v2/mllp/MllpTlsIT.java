package org.meridiandx.hl7v2.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.ReceivedMessage.Peer;
import org.meridiandx.hl7v2.Sample;

@Timeout(60)
class MllpTlsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void shouldKnowTheClientByItsCertificateAndRefuseStrangers() throws Exception {
        // Given
        var server = identity("server");
        var client = identity("client");
        var stranger = identity("stranger");
        var tls = new MllpSettings.Tls(server.certificate(), server.key(), Optional.of(client.certificate()));
        var peer = new AtomicReference<Peer>();
        MessageHandler handler = message -> {
            peer.set(message.peer());
            return Uni.createFrom().item(Acknowledgement.accepted());
        };
        try (var listening = new Listening(MllpSettings.onPort(0).withTls(tls), handler)) {
            // When
            var code = send(listening, factory(client, server));

            // Then
            assertThat(code).isEqualTo("AA");
            assertThat(peer.get().certificateSubject()).contains("CN=client");
            assertThatThrownBy(() -> send(listening, factory(stranger, server))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> send(listening, SocketFactory.getDefault()))
                    .isInstanceOf(IOException.class);
            assertThat(send(listening, factory(client, server))).isEqualTo("AA");
        }
    }

    @Test
    void shouldRefuseToStartWithoutItsCertificate() {
        // Given
        var tls = new MllpSettings.Tls(folder.resolve("none.crt"), folder.resolve("none.key"), Optional.empty());
        var settings = MllpSettings.onPort(0).withTls(tls);

        // Then
        assertThatThrownBy(() ->
                        new Listening(settings, message -> Uni.createFrom().nothing()))
                .isInstanceOf(IllegalStateException.class);
    }

    private record Identity(KeyStore store, Path certificate, Path key) {}

    private static String send(Listening listening, SocketFactory factory) throws IOException {
        try (var client =
                MllpClient.connect(factory, "localhost", listening.server.actualPort(), Duration.ofSeconds(5))) {
            return client.send(Sample.oru("M1", "2.5.1").getBytes(StandardCharsets.UTF_8))
                    .code();
        }
    }

    private static SocketFactory factory(Identity own, Identity trusted) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.store(), PASSWORD);
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, PASSWORD);
        trust.setCertificateEntry("peer", trusted.store().getCertificate("key"));
        var trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private Identity identity(String name) throws Exception {
        var file = folder.resolve(name + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new Identity(
                store,
                pem(name + ".crt", "CERTIFICATE", store.getCertificate("key").getEncoded()),
                pem(name + ".key", "PRIVATE KEY", store.getKey("key", PASSWORD).getEncoded()));
    }

    private Path pem(String file, String type, byte[] content) throws IOException {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        var text = "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
        return Files.writeString(folder.resolve(file), text);
    }
}
