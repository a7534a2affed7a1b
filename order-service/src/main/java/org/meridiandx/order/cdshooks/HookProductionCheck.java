package org.meridiandx.order.cdshooks;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.access.ProductionCheck;

/// In production what EHRs say of patients goes over TLS only.
@ApplicationScoped
class HookProductionCheck implements ProductionCheck {
    private final HookConfig config;

    HookProductionCheck(HookConfig config) {
        this.config = config;
    }

    @Override
    public List<String> findings() {
        var findings = new ArrayList<String>();
        config.fhirServers().forEach((client, servers) -> {
            if (!servers.stream().allMatch(HookProductionCheck::isSecure)) {
                findings.add("meridian.cds-hooks.fhir-servers." + client + " must be https URLs.");
            }
        });
        if (config.localServers()) {
            findings.add("meridian.cds-hooks.local-servers must be false: it lets FHIR servers be asked over http.");
        }
        if (!config.provider().url().stream().allMatch(HookProductionCheck::isSecure)) {
            findings.add("meridian.cds-hooks.provider.url must be an https URL.");
        }
        return findings;
    }

    private static boolean isSecure(URI address) {
        return "https".equals(address.getScheme()) && address.getHost() != null;
    }
}
