package org.meridiandx.identity.tokens;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.proofs.AuthenticatedClient;

/// One way to get a token at the token endpoint. A bean of this type is found by itself.
public interface TokenGrant {
    /// The value of `grant_type`.
    String type();

    /// The app without keys that a request speaks of though it sends no `client_id`: libraries in
    /// browsers leave it out where the grant itself tells.
    default Uni<Optional<String>> clientOf(OAuthForm form) {
        return Uni.createFrom().item(Optional.empty());
    }

    /// @param client who has proved who it is, and is registered for this grant
    /// @return the token; fails with `OAuthRefusal`
    Uni<Granted> grant(AuthenticatedClient client, OAuthForm form);

    /// What the answer holds.
    ///
    /// @param more further members of the answer, such as `issued_token_type`: texts and booleans
    record Granted(TokenIssuer.Issued issued, Map<String, Object> more) {
        public Granted {
            more = Map.copyOf(more);
        }
    }
}
