package org.meridiandx.dev.region;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.process.LogFile;
import org.meridiandx.dev.process.Mark;

/// Makes the ahead-of-time caches that are missing, one after the other at the lowest priority, while the region is up:
/// the next `up` starts from them. Ends with the region, finished or not.
final class AotTraining implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final RegionSettings settings;
    private final LogFile log;
    private @Nullable Process process;
    private boolean closed;

    AotTraining(RegionSettings settings) {
        this.settings = settings;
        this.log = new LogFile(settings.logs().resolve("aot-training.log"));
    }

    /// Works until every service has a fitting cache, or until this is closed.
    void run() {
        for (var service : Service.values()) {
            var cache = ServicePart.cache(service, settings.root());
            if (cache.fits()) {
                continue;
            }
            try {
                var started = start(service);
                if (started == null) {
                    return;
                }
                if (started.waitFor() == 0) {
                    cache.stampNow();
                }
            } catch (IOException e) {
                // A region works without caches; the log of the training says what it knows.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized @Nullable Process start(Service service) throws IOException {
        if (closed) {
            return null;
        }
        var command = new ArrayList<String>(List.of("nice", "-n", "19", "bash"));
        command.add(settings.root().resolve("dev/aot/record-cache.sh").toString());
        command.add(service.application(settings.root()).toString());
        command.add(new Mark("aot-training", settings.home()).argument());
        command.addAll(ServicePart.flags());
        var builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.path().toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(freePorts());
        var started = builder.start();
        process = started;
        return started;
    }

    private static Map<String, String> freePorts() throws IOException {
        try (var http = new ServerSocket(0);
                var management = new ServerSocket(0);
                var mllp = new ServerSocket(0)) {
            return Map.of(
                    "QUARKUS_HTTP_PORT", port(http),
                    "QUARKUS_MANAGEMENT_PORT", port(management),
                    "MERIDIAN_MLLP_PORT", port(mllp));
        }
    }

    private static String port(ServerSocket socket) {
        return String.format(Locale.ROOT, "%d", socket.getLocalPort());
    }

    static boolean possible(Path root) {
        return Files.exists(root.resolve("dev/aot/record-cache.sh")) && Files.isExecutable(Path.of("/bin/bash"));
    }

    @Override
    public synchronized void close() {
        closed = true;
        var current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        current.descendants().forEach(ProcessHandle::destroyForcibly);
        current.destroy();
        try {
            if (!current.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                current.destroyForcibly();
            }
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
