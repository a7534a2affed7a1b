package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.meridiandx.dev.persona.Persona;

/// A script of `src/test/clients`: a client that others wrote, in the runtime it was written for.
final class PartnerScript {
    private static final Path FOLDER = Path.of("src", "test", "clients").toAbsolutePath();
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int PATIENCE_SECONDS = 120;

    private final SharedRegion region;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private PartnerScript(SharedRegion region) {
        this.region = region;
    }

    /// Skips the running test where what the scripts need is not installed; fails it where `PEERS` is `required`.
    static PartnerScript require(SharedRegion region) {
        need(program("node").isPresent(), "Node 20 or later");
        need(Files.isDirectory(FOLDER.resolve("node_modules")), "npm ci --prefix e2e/src/test/clients");
        return new PartnerScript(region);
    }

    PartnerScript inBrowser() {
        var browser = BROWSERS.stream().flatMap(name -> program(name).stream()).findFirst();
        need(browser.isPresent(), "Chromium");
        return with("CHROMIUM", browser.orElseThrow().toString());
    }

    PartnerScript with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Runs it to its end.
    ///
    /// @return the JSON that it prints
    JsonNode run(String script) throws IOException, InterruptedException {
        var output = Files.createTempFile("partner", ".out");
        var errors = Files.createTempFile("partner", ".err");
        var command = new ProcessBuilder("node", script)
                .directory(FOLDER.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        command.environment().putAll(environment);
        command.environment().put("BASE", region.partner().region().gatewayUrl());
        command.environment().put("DEVELOPER_TOKEN", region.partner().token(Persona.DEVELOPER));
        command.environment().put("OPERATOR_TOKEN", region.partner().token(Persona.OPERATOR));
        var process = command.start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(ended && process.exitValue() == 0)
                    .as(script + ": " + Files.readString(errors))
                    .isTrue();
            return new ObjectMapper().readTree(Files.readString(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void need(boolean there, String what) {
        if ("required".equals(System.getenv("PEERS"))) {
            assertThat(there).as("PEERS=required, but missing: " + what).isTrue();
        }
        Assumptions.assumeTrue(there, () -> "Skipped: needs " + what + " (see e2e/src/test/clients/README.md)");
    }
}
