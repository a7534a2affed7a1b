package org.meridiandx.identity.signin.keycloak;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.meridiandx.testkit.port.FreePort;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// A real Keycloak with realms of ours, in memory, on this machine. Its distribution comes from
/// Maven Central once and is unpacked below `target`.
final class KeycloakServer implements AutoCloseable {
    static final String VERSION = "26.7.3";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path HOME = Path.of("target", "keycloak").toAbsolutePath();
    private final Process process;
    private final URI base;

    private KeycloakServer(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /// Starts it and returns once the realms are there.
    ///
    /// @param realms name and content of each, to be imported
    static KeycloakServer start(Map<String, String> realms) throws IOException, InterruptedException {
        var folder = unpacked();
        var imports = Files.createDirectories(folder.resolve("data/import"));
        for (var realm : realms.entrySet()) {
            Files.writeString(imports.resolve(realm.getKey() + "-realm.json"), realm.getValue());
        }
        var port = FreePort.take();
        var base = URI.create("http://localhost:" + port);
        var command = new ProcessBuilder(
                        "bash",
                        folder.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--cache=local",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--http-management-port=" + FreePort.take(),
                        "--hostname=" + base)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(HOME.resolve("keycloak.log").toFile()));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx512m");
        var server = new KeycloakServer(command.start(), base);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        for (var realm : realms.keySet()) {
            server.await(realm);
        }
        return server;
    }

    /// The issuer of a realm.
    String issuer(String realm) {
        return base + "/realms/" + realm;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void await(String realm) throws InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        while (!isThere(realm)) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                close();
                throw new IllegalStateException("Keycloak did not start; see " + HOME.resolve("keycloak.log"));
            }
            Thread.sleep(500);
        }
    }

    private boolean isThere(String realm) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(issuer(realm) + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path unpacked() throws IOException, InterruptedException {
        var folder = HOME.resolve("keycloak-" + VERSION);
        var whole = HOME.resolve("keycloak-" + VERSION + ".unpacked");
        if (!Files.exists(whole)) {
            var zip = HOME.resolve("keycloak-quarkus-dist-" + VERSION + ".zip");
            Files.createDirectories(HOME);
            if (!Files.exists(zip)) {
                fetch();
            }
            unpack(zip);
            Files.createFile(whole);
        }
        return folder;
    }

    private static void fetch() throws IOException, InterruptedException {
        var root = RepositoryRoot.find();
        var log = HOME.resolve("download.log");
        var maven = new ProcessBuilder(List.of(
                        root.resolve("mvnw").toString(),
                        "-q",
                        "-B",
                        "-N",
                        "-f",
                        root.resolve("pom.xml").toString(),
                        "dependency:copy",
                        "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip",
                        "-DoutputDirectory=" + HOME))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = maven.start();
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException("Keycloak could not be fetched; see " + log);
        }
    }

    private static void unpack(Path zip) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            for (var entry : file.stream().toList()) {
                var target = HOME.resolve(entry.getName()).normalize();
                if (!target.startsWith(HOME)) {
                    throw new IOException("The archive wants to write outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    try (var content = file.getInputStream(entry)) {
                        Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }
}
