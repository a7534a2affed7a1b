package org.meridiandx.identity.server;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Refuses to start in production with a configuration that is not safe, and names every fault at once.
@ApplicationScoped
class ProductionReadinessChecks {
    private static final Logger LOG = Logger.getLogger(ProductionReadinessChecks.class);
    private static final int FIRST = 1;
    private static final int SHORTEST_TOKEN = 16;
    private final Settings settings;

    ProductionReadinessChecks(
            @ConfigProperty(name = "meridian.internal-token") Optional<String> internalToken,
            @ConfigProperty(name = "meridian.signing-key-file") Optional<Path> signingKeyFile,
            @ConfigProperty(name = "meridian.bootstrap-file") Optional<Path> bootstrapFile,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.settings = new Settings(internalToken.orElse(""), signingKeyFile, bootstrapFile, issuer);
    }

    void check(@Observes @Priority(FIRST) StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return;
        }
        if (settings.issuer().startsWith("http://")) {
            LOG.warnf("meridian.issuer has no TLS: fit for a region on one machine only");
        }
        var faults = faults(settings);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("identity-service does not start: " + String.join(" ", faults));
        }
    }

    /// What is unsafe, each with what to do; empty where all is well.
    static List<String> faults(Settings settings) {
        var faults = new ArrayList<String>();
        if (settings.internalToken().equals("local-only")
                || settings.internalToken().length() < SHORTEST_TOKEN) {
            faults.add("meridian.internal-token must be a secret of at least " + SHORTEST_TOKEN
                    + " characters, the same for all services of the region.");
        }
        if (settings.signingKeyFile().isEmpty()) {
            faults.add("meridian.signing-key-file must name a PKCS#8 PEM file with an RSA key.");
        }
        settings.signingKeyFile()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> faults.add("meridian.signing-key-file cannot be read."));
        settings.bootstrapFile()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> faults.add("meridian.bootstrap-file cannot be read."));
        return faults;
    }

    record Settings(String internalToken, Optional<Path> signingKeyFile, Optional<Path> bootstrapFile, String issuer) {}
}
