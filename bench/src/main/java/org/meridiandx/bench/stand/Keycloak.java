package org.meridiandx.bench.stand;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.meridiandx.dev.process.Mark;
import org.meridiandx.dev.region.RegionException;

/// Keycloak in production mode (`start --optimized`) on the stand's PostgreSQL, without TLS as all sides are.
///
/// Its distribution comes from Maven Central once, and is kept.
public final class Keycloak {

    /// Which one.
    public static final String VERSION = "26.7.3";

    private static final String NAME = "keycloak";
    private static final String PASSWORD = "bench";
    private static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip";
    private static final String FOLDER = "keycloak-" + VERSION;

    private Keycloak() {}

    /// Starts it with one realm.
    ///
    /// @param realm file that the realm is imported from
    public static Server start(Stand stand, Path realm) throws IOException, InterruptedException, SQLException {
        Path folder = unpacked(stand);
        build(stand, folder);
        stand.database().make(NAME, PASSWORD, true);
        Path imports = folder.resolve("data/import");
        Files.createDirectories(imports);
        Files.copy(realm, imports.resolve("bench-realm.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        int port = Server.freePort();
        int management = Server.freePort();
        var base = URI.create("http://localhost:" + port);
        var command = List.of(
                "bash",
                folder.resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + management,
                "--http-management-host=127.0.0.1",
                "--hostname=" + base,
                "--db-url=jdbc:postgresql://" + stand.database().address() + "/" + NAME,
                "--db-username=" + NAME,
                "--db-password=" + PASSWORD);
        return Server.start(new Server.Plan(
                NAME,
                base,
                URI.create(base + "/realms/bench/.well-known/openid-configuration"),
                stand.cores().server(command),
                environment(stand),
                stand.home()));
    }

    private static Map<String, String> environment(Stand stand) {
        var values = new HashMap<String, String>();
        values.put("JAVA_HOME", System.getProperty("java.home"));
        values.put("JAVA_OPTS_APPEND", new Mark(NAME, stand.home()).argument());
        return values;
    }

    /// What `start --optimized` wants done once.
    private static void build(Stand stand, Path folder) throws IOException, InterruptedException {
        Path done = folder.resolve("built-by-bench");
        if (Files.exists(done)) {
            return;
        }
        run(
                stand,
                "keycloak-build.log",
                List.of("bash", folder.resolve("bin/kc.sh").toString(), "build", "--db=postgres", "--cache=local"));
        Files.createFile(done);
    }

    private static Path unpacked(Stand stand) throws IOException, InterruptedException {
        Path folder = stand.home().resolve(FOLDER);
        Path whole = stand.home().resolve(FOLDER + ".unpacked");
        if (Files.exists(whole)) {
            return folder;
        }
        Path zip = stand.home().resolve("keycloak-quarkus-dist-" + VERSION + ".zip");
        if (!Files.exists(zip)) {
            run(
                    stand,
                    "keycloak-download.log",
                    List.of(
                            stand.root().resolve("mvnw").toString(),
                            "-q",
                            "-B",
                            "-N",
                            "-f",
                            stand.root().resolve("pom.xml").toString(),
                            "dependency:copy",
                            "-Dartifact=" + ARTIFACT,
                            "-DoutputDirectory=" + stand.home()));
        }
        unpack(zip, stand.home());
        Files.createFile(whole);
        return folder;
    }

    private static void unpack(Path zip, Path into) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            for (var entry : file.stream().toList()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("The archive wants to write outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    try (var content = file.getInputStream(entry)) {
                        Files.copy(content, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    private static void run(Stand stand, String log, List<String> command) throws IOException, InterruptedException {
        Path output = stand.home().resolve(log);
        var builder = new ProcessBuilder(command)
                .directory(stand.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (builder.start().waitFor() != 0) {
            throw new RegionException("Keycloak " + VERSION + " could not be made ready; see " + output);
        }
    }
}
