package org.meridiandx.identity.revocation;

import io.smallrye.mutiny.Uni;

/// Tokens that are no access tokens and can be revoked too. A bean of this type is found by itself.
public interface OtherTokens {
    /// Whether the token is of this kind and the client's own, used or not.
    Uni<Boolean> isOwn(String token, String clientId);

    /// Revokes the token where it is of this kind and the client's own. Safe to repeat.
    Uni<Void> revoke(String token, String clientId);

    /// Ends all that a client has of this kind, so that nothing of it works again once the client is
    /// let in anew. Safe to repeat.
    Uni<Void> revokeAllOf(String clientId);
}
