package org.meridiandx.identity.grants;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.proofs.AuthenticatedClient;
import org.meridiandx.identity.tokens.TokenGrant;
import org.meridiandx.identity.tokens.TokenPurpose;

/// New tokens for a refresh token, which is worth nothing afterwards. **Source:** RFC 6749 6,
/// RFC 9700 4.14.
@ApplicationScoped
class RefreshTokenGrant implements TokenGrant {
    private final GrantService grants;
    private final PersonTokens tokens;

    RefreshTokenGrant(GrantService grants, PersonTokens tokens) {
        this.grants = grants;
        this.tokens = tokens;
    }

    @Override
    public String type() {
        return Client.REFRESH_TOKEN;
    }

    @Override
    public Uni<Optional<String>> clientOf(OAuthForm form) {
        return form.find("refresh_token")
                .map(grants::clientOf)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    @Override
    public Uni<Granted> grant(AuthenticatedClient client, OAuthForm form) {
        var purpose = TokenPurpose.claimFor(client.client(), form.find("purpose"));
        return Uni.createFrom()
                .item(() -> form.require("refresh_token", "Send the newest one that you got."))
                .chain(token -> grants.refresh(token, client.client().clientId(), client.jkt()))
                .chain(grant -> tokens.issue(client, grant, form.find("scope").orElse(""), purpose));
    }
}
