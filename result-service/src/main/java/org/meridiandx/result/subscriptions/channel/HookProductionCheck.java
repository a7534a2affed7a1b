package org.meridiandx.result.subscriptions.channel;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.ProductionCheck;

/// Plain http and addresses of the own network are for one machine: a region with TLS does not start with them.
@ApplicationScoped
class HookProductionCheck implements ProductionCheck {
    private final String issuer;
    private final SubscriptionConfig config;

    HookProductionCheck(@ConfigProperty(name = "meridian.issuer") String issuer, SubscriptionConfig config) {
        this.issuer = issuer;
        this.config = config;
    }

    @Override
    public List<String> findings() {
        return findings(issuer, config.localAddresses());
    }

    static List<String> findings(String issuer, boolean localAddresses) {
        return issuer.startsWith("https://") && localAddresses
                ? List.of("meridian.subscriptions.local-addresses must be false.")
                : List.of();
    }
}
