package org.meridiandx.identity.signin.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.ProductionCheck;

/// The demonstration works on one machine only: a region that others can reach does not start
/// with it.
@ApplicationScoped
class DemoCheck implements ProductionCheck {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private final boolean demo;
    private final String issuer;

    DemoCheck(
            @ConfigProperty(name = "meridian.sign-in.demo", defaultValue = "false") boolean demo,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.demo = demo;
        this.issuer = issuer;
    }

    @Override
    public List<String> findings() {
        return demo && !LOOPBACK.contains(String.valueOf(URI.create(issuer).getHost()))
                ? List.of("meridian.sign-in.demo (MERIDIAN_SIGN_IN_DEMO) lets anybody in as anybody: switch it off and"
                        + " set meridian.sign-in.providers.")
                : List.of();
    }
}
