package org.meridiandx.result.server;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.result.filing.PointerHash;

/// Refuses to start in production with secrets that anybody knows, and names every fault at once.
///
/// The key of pointers may be the built-in one only where the issuer has no TLS: a region on one machine, whose
/// pointers
/// stand for synthetic patients.
@ApplicationScoped
class ResultReadinessChecks {
    private static final Logger LOG = Logger.getLogger(ResultReadinessChecks.class);
    private static final String LOCAL_ONLY = "local-only";
    private static final int SHORTEST_TOKEN = 16;
    private static final int FIRST = 1;
    private final Settings settings;

    ResultReadinessChecks(
            @ConfigProperty(name = "meridian.internal-token") String internalToken,
            @ConfigProperty(name = "meridian.issuer") String issuer,
            PointerHash hash) {
        this.settings = new Settings(internalToken, issuer, hash.keyId());
    }

    record Settings(String internalToken, String issuer, String federationKeyId) {}

    void check(@Observes @Priority(FIRST) StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return;
        }
        if (!settings.issuer().startsWith("https://")) {
            LOG.warn("meridian.issuer has no TLS: fit for a region on one machine only");
        }
        var faults = faults(settings);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("result-service does not start: " + String.join(" ", faults));
        }
    }

    /// What is unsafe, each with what to do; empty where all is well.
    static List<String> faults(Settings settings) {
        var faults = new ArrayList<String>();
        if (settings.internalToken().equals(LOCAL_ONLY)
                || settings.internalToken().length() < SHORTEST_TOKEN) {
            faults.add("meridian.internal-token must be a secret of at least " + SHORTEST_TOKEN
                    + " characters, the same for all services of the region.");
        }
        if (settings.issuer().startsWith("https://")
                && settings.federationKeyId().equals(LOCAL_ONLY)) {
            faults.add("meridian.federation-key and meridian.federation-key-id must be those of the federation.");
        }
        return faults;
    }
}
