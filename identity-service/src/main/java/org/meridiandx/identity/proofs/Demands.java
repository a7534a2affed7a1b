package org.meridiandx.identity.proofs;

import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.clients.Client;

/// What a region demands of clients that can do it: those with keys can sign a proof with each
/// request and push what they ask. An app without keys cannot, unless it is kept out altogether.
@ApplicationScoped
public class Demands {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private final boolean boundTokens;
    private final boolean pushedRequests;
    private final boolean clientKeys;
    private final Set<String> exempt;
    private final Set<String> only;

    Demands(DemandConfig config, @ConfigProperty(name = "meridian.issuer") String issuer) {
        var isReachable = LaunchMode.current() == LaunchMode.NORMAL && isReachable(issuer);
        this.boundTokens = config.boundTokens().orElse(isReachable);
        this.pushedRequests = config.pushedRequests().orElse(isReachable);
        this.clientKeys = config.clientKeys();
        this.exempt = config.exempt().map(Set::copyOf).orElse(Set.of());
        this.only = config.only().map(Set::copyOf).orElse(Set.of());
    }

    /// A region on one machine, to try things out, demands nothing by itself.
    static boolean isReachable(String issuer) {
        return !LOOPBACK.contains(String.valueOf(URI.create(issuer).getHost()));
    }

    /// Whether the client gets no token that anybody could use who finds it.
    boolean isBound(Client client) {
        return boundTokens && !client.isPublic() && concerns(client);
    }

    /// Whether the app has to push its authorization requests.
    public boolean isPushed(Client client) {
        return pushedRequests && !client.isPublic() && concerns(client);
    }

    /// Whether the app is kept out because it cannot prove who it is.
    public boolean isKeptOut(Client client) {
        return clientKeys && client.isPublic() && concerns(client);
    }

    private boolean concerns(Client client) {
        return !exempt.contains(client.clientId()) && (only.isEmpty() || only.contains(client.clientId()));
    }
}
