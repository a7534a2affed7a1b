package org.meridiandx.identity.tokens;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.OAuthRequest;
import org.meridiandx.identity.proofs.AuthenticatedClient;
import org.meridiandx.identity.proofs.ClientAuthentication;

/// Issues access tokens to registered clients by whatever grants there are.
@ApplicationScoped
class TokenService {
    private final ClientAuthentication authentication;
    private final ClientService clients;
    private final Map<String, TokenGrant> grants = new TreeMap<>();

    TokenService(ClientAuthentication authentication, ClientService clients, @All List<TokenGrant> grants) {
        this.authentication = authentication;
        this.clients = clients;
        grants.forEach(grant -> this.grants.put(grant.type(), grant));
    }

    /// The grant types that are taken.
    List<String> grantTypes() {
        return List.copyOf(grants.keySet());
    }

    /// @return the token; fails with [OAuthRefusal]. Sending the same request again is refused,
    /// by design.
    Uni<TokenGrant.Granted> issue(OAuthRequest request) {
        var type = request.form().require("grant_type", "Send client_credentials.");
        var grant = grants.get(type);
        if (grant == null) {
            throw new OAuthRefusal("unsupported_grant_type", 400, "grant_type must be one of " + grants.keySet() + ".");
        }
        return (ClientAuthentication.isNameless(request.form())
                        ? grant.clientOf(request.form())
                        : Uni.createFrom().item(request.form().find("client_id")))
                .chain(named -> authentication.authenticate(request, named))
                .chain(client -> issue(client, grant, request.form()));
    }

    /// From here on the client has proved who it is.
    private Uni<TokenGrant.Granted> issue(AuthenticatedClient client, TokenGrant grant, OAuthForm form) {
        return Uni.createFrom()
                .deferred(() -> {
                    requireRegistered(client, grant.type());
                    return grant.grant(client, form);
                })
                .call(() -> clients.noteUse(client.client().clientId()))
                .onFailure(OAuthRefusal.class)
                .transform(
                        refusal -> ((OAuthRefusal) refusal).of(client.client().asCaller()));
    }

    private static void requireRegistered(AuthenticatedClient client, String grant) {
        if (!client.client().grants().contains(grant)) {
            throw new OAuthRefusal(
                    "unauthorized_client", 400, "grant_type: the client is not registered for this grant.");
        }
    }
}
