package org.meridiandx.identity.tokens;

import java.util.Optional;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.oauth.OAuthRefusal;

/// Why a token is given: one of the purposes that its client is registered for, whatever the grant.
///
/// A token without the claim is for direct care, so only a client that is registered for that gets
/// one.
public final class TokenPurpose {
    public static final String DIRECT_CARE = "direct-care";

    private TokenPurpose() {}

    /// The purpose of a token of this region, as its claim says it.
    ///
    /// @param asked the form's `purpose`
    /// @return empty for direct care; fails with [OAuthRefusal]
    public static Optional<String> claimFor(Client client, Optional<String> asked) {
        return Optional.of(of(client, asked)).filter(purpose -> !purpose.equals(DIRECT_CARE));
    }

    /// @param asked direct care where it says nothing, or the only purpose that there is
    /// @return one that the client is registered for; fails with [OAuthRefusal]
    public static String of(Client client, Optional<String> asked) {
        var registered = client.purposes();
        var only = registered.size() == 1 ? registered.iterator().next() : DIRECT_CARE;
        var purpose = asked.orElse(only);
        if (!registered.contains(purpose)) {
            throw new OAuthRefusal(
                    "unauthorized_client",
                    400,
                    "purpose: the client is registered for "
                            + registered.stream().sorted().toList() + ". Name one of them; an operator grants others.");
        }
        return purpose;
    }
}
