package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Where the list of revoked tokens and switched-off clients is kept: identity-service over
/// gRPC, or in identity-service itself by its own bean.
public interface Revocations {
    /// Asks for the list.
    ///
    /// @param known the version that the asker has; empty for none
    /// @return empty when that is the present version; fails when there is no answer
    Uni<Optional<Listing>> newerThan(String known);

    /// The whole list. It is short: an entry is dropped when the tokens that it names have expired.
    ///
    /// @param version names this content
    /// @param tokens revoked tokens: `jti` and when the token expires
    /// @param clients clients whose tokens were revoked: tokens issued up to that time are refused
    record Listing(String version, Map<String, Instant> tokens, Map<String, Instant> clients) {
        public Listing {
            tokens = Map.copyOf(tokens);
            clients = Map.copyOf(clients);
        }

        /// Whether a token is on the list.
        public boolean names(String tokenId, String clientId, Instant issuedAt) {
            if (tokens.containsKey(tokenId)) {
                return true;
            }
            var before = clients.get(clientId);
            return before != null && !issuedAt.isAfter(before);
        }
    }
}
