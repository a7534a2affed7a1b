package org.meridiandx.identity.revocation;

import io.smallrye.mutiny.Uni;

/// Tokens that are no access tokens and can be revoked too. A bean of this type is found by itself.
public interface OtherTokens {
    /// Revokes the token where it is of this kind and the client's own. Safe to repeat.
    Uni<Void> revoke(String token, String clientId);
}
