package org.meridiandx.order.server;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Refuses to start a production process with settings that are only safe on one machine.
@ApplicationScoped
class OrderReadinessChecks {
    private static final String DEFAULT_TOKEN = "local-only";
    private static final int SHORTEST_TOKEN = 16;
    private final String internalToken;
    private final String issuer;

    OrderReadinessChecks(
            @ConfigProperty(name = "meridian.internal-token") String internalToken,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.internalToken = internalToken;
        this.issuer = issuer;
    }

    void check(@Observes @Priority(1) StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return;
        }
        var faults = faults(internalToken, issuer);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Refusing to start: " + String.join(" ", faults));
        }
    }

    static List<String> faults(String internalToken, String issuer) {
        var faults = new ArrayList<String>();
        if (internalToken.isBlank() || internalToken.equals(DEFAULT_TOKEN)) {
            faults.add("meridian.internal-token (MERIDIAN_INTERNAL_TOKEN) is not set;"
                    + " give every service of the region the same random secret.");
        } else if (internalToken.length() < SHORTEST_TOKEN) {
            faults.add("meridian.internal-token (MERIDIAN_INTERNAL_TOKEN) is shorter than " + SHORTEST_TOKEN
                    + " characters.");
        }
        if (!issuer.startsWith("http")) {
            faults.add("meridian.issuer (MERIDIAN_ISSUER) is not the region's public base URL.");
        }
        return faults;
    }
}
