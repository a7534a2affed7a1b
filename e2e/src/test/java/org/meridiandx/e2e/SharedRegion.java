package org.meridiandx.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.region.Region;
import org.meridiandx.dev.region.RegionListener;
import org.meridiandx.dev.region.RegionSettings;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// The region that all journeys share: started by the first class that asks, on free ports and a temporary data
/// directory, stopped with the test JVM. Its logs are kept in `target/region` for whoever looks at a failure.
public final class SharedRegion {

    private static final SharedRegion INSTANCE = start();

    private final Region region;
    private final Path home;
    private final PartnerClient partner;

    private SharedRegion(Region region, Path home) {
        this.region = region;
        this.home = home;
        this.partner = PartnerClient.of(region.state(), home);
    }

    public static SharedRegion get() {
        return INSTANCE;
    }

    public PartnerClient partner() {
        return partner;
    }

    Path root() {
        return RepositoryRoot.find();
    }

    public Path data() {
        return home.resolve("data");
    }

    /// Where its `region.json` is.
    Path home() {
        return home;
    }

    /// Health of every part that has it: `name` to HTTP status.
    TreeMap<String, Integer> health() throws IOException, InterruptedException {
        var found = new TreeMap<String, Integer>();
        try (var http = HttpClient.newHttpClient()) {
            for (var part : region.state().parts()) {
                if (!part.url().isEmpty()) {
                    var request = HttpRequest.newBuilder(URI.create(part.url()))
                            .timeout(Duration.ofSeconds(10))
                            .build();
                    found.put(
                            part.name(),
                            http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode());
                }
            }
        }
        return found;
    }

    /// Process ids of the services: they change when one is started again.
    TreeMap<String, Long> processes() {
        var found = new TreeMap<String, Long>();
        region.state()
                .parts()
                .forEach(part -> found.put(part.name(), part.process().pid()));
        return found;
    }

    private static SharedRegion start() {
        try {
            Path home = Path.of("target", "region").toAbsolutePath();
            Files.createDirectories(home);
            var settings = new RegionSettings(RepositoryRoot.find(), home, home.resolve("data"), 0, true);
            var region = Region.start(settings, new Told());
            Runtime.getRuntime().addShutdownHook(new Thread(region::close));
            return new SharedRegion(region, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Told implements RegionListener {
        @Override
        public void ready(String part, Duration after) {
            System.out.println(part + " ready in " + after.toMillis() + " ms");
        }

        @Override
        public void failed(String part, String reason, List<String> lastLines) {
            System.out.println(part + " failed: " + reason);
            lastLines.forEach(System.out::println);
        }

        @Override
        public void restarting(String part) {
            System.out.println(part + " ended and is started again");
        }
    }
}
