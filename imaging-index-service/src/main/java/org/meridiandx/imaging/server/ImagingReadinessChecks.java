package org.meridiandx.imaging.server;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Refuses to start a production process with settings that are not safe, and names every fault at once.
@ApplicationScoped
class ImagingReadinessChecks {
    private static final String DEFAULT_TOKEN = "local-only";
    private static final int SHORTEST_TOKEN = 16;
    private final Settings settings;

    ImagingReadinessChecks(
            @ConfigProperty(name = "meridian.internal-token") String internalToken,
            @ConfigProperty(name = "meridian.issuer") String issuer,
            @ConfigProperty(name = "meridian.store.directory") Path storeDirectory) {
        this.settings = new Settings(internalToken, issuer, storeDirectory);
    }

    void check(@Observes @Priority(1) StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return;
        }
        var faults = faults(settings);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("imaging-index-service does not start: " + String.join(" ", faults));
        }
    }

    /// What is unsafe, each with what to do; empty where all is well.
    static List<String> faults(Settings settings) {
        var faults = new ArrayList<String>();
        if (settings.internalToken().equals(DEFAULT_TOKEN)
                || settings.internalToken().length() < SHORTEST_TOKEN) {
            faults.add("meridian.internal-token must be a secret of at least " + SHORTEST_TOKEN
                    + " characters, the same for all services of the region.");
        }
        if (!settings.issuer().startsWith("http")) {
            faults.add("meridian.issuer must be the region's public base URL.");
        }
        if (!settings.storeDirectory().isAbsolute()) {
            faults.add("meridian.store.directory must be an absolute path on a volume that outlives the process.");
        }
        return faults;
    }

    record Settings(String internalToken, String issuer, Path storeDirectory) {}
}
