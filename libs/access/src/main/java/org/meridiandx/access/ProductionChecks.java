package org.meridiandx.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Refuses to start in production with settings that are safe on one machine only, and names every
/// finding at once: those that all services share, and those of the service's own [ProductionCheck].
@ApplicationScoped
class ProductionChecks {
    private static final Logger LOG = Logger.getLogger(ProductionChecks.class);
    private static final String DEFAULT_TOKEN = "local-only";
    private static final int SHORTEST_TOKEN = 16;
    private static final int FIRST = 1;
    private final String internalToken;
    private final String issuer;
    private final Instance<ProductionCheck> own;

    ProductionChecks(
            @ConfigProperty(name = "meridian.internal-token") String internalToken,
            @ConfigProperty(name = "meridian.issuer") String issuer,
            Instance<ProductionCheck> own) {
        this.internalToken = internalToken;
        this.issuer = issuer;
        this.own = own;
    }

    void check(@Observes @Priority(FIRST) StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return;
        }
        if (!issuer.startsWith("https://")) {
            LOG.warn("meridian.issuer has no TLS: fit for a region on one machine only");
        }
        var findings = new ArrayList<>(findings(internalToken, issuer));
        own.forEach(check -> findings.addAll(check.findings()));
        if (!findings.isEmpty()) {
            throw new IllegalStateException("The service does not start: " + String.join(" ", findings));
        }
    }

    static List<String> findings(String internalToken, String issuer) {
        var findings = new ArrayList<String>();
        if (internalToken.equals(DEFAULT_TOKEN) || internalToken.strip().length() < SHORTEST_TOKEN) {
            findings.add("meridian.internal-token (MERIDIAN_INTERNAL_TOKEN) must be a random secret of at least "
                    + SHORTEST_TOKEN + " characters, the same for all services of the region.");
        }
        if (!issuer.startsWith("https://") && !issuer.startsWith("http://")) {
            findings.add("meridian.issuer (MERIDIAN_ISSUER) must be the region's public base URL.");
        }
        return findings;
    }
}
