package org.meridiandx.identity.grants;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.proofs.AuthenticatedClient;
import org.meridiandx.identity.tokens.TokenGrant;
import org.meridiandx.identity.tokens.TokenPurpose;

/// Tokens for the code that a person's agreement gave. **Source:** RFC 6749 4.1.3, RFC 7636.
@ApplicationScoped
class AuthorizationCodeGrant implements TokenGrant {
    private final GrantService grants;
    private final PersonTokens tokens;

    AuthorizationCodeGrant(GrantService grants, PersonTokens tokens) {
        this.grants = grants;
        this.tokens = tokens;
    }

    @Override
    public String type() {
        return Client.AUTHORIZATION_CODE;
    }

    @Override
    public Uni<Granted> grant(AuthenticatedClient client, OAuthForm form) {
        var purpose = TokenPurpose.claimFor(client.client(), form.find("purpose"));
        return Uni.createFrom()
                .item(() -> CodeProof.of(form, client.client().clientId()))
                .chain(grants::redeem)
                .chain(grant -> tokens.issue(client, grant, "", purpose));
    }
}
