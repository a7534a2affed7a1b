package org.meridiandx.result.server;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.ProductionCheck;
import org.meridiandx.result.filing.PointerHash;

/// The key of pointers may be the built-in one only where the issuer has no TLS: a region on one
/// machine, whose pointers stand for synthetic patients.
@ApplicationScoped
class ResultProductionCheck implements ProductionCheck {
    private static final String LOCAL_ONLY = "local-only";
    private final String issuer;
    private final PointerHash hash;

    ResultProductionCheck(@ConfigProperty(name = "meridian.issuer") String issuer, PointerHash hash) {
        this.issuer = issuer;
        this.hash = hash;
    }

    @Override
    public List<String> findings() {
        return findings(issuer, hash.keyId());
    }

    static List<String> findings(String issuer, String federationKeyId) {
        return issuer.startsWith("https://") && federationKeyId.equals(LOCAL_ONLY)
                ? List.of("meridian.federation-key and meridian.federation-key-id must be those of the federation.")
                : List.of();
    }
}
