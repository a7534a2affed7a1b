package org.meridiandx.identity.account;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.grants.GrantService;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.QueryText;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.identity.sessions.SessionService;
import org.meridiandx.identity.tokens.KeyRing;
import org.meridiandx.jws.CompactJwt;

/// Signs people out, and says where they may be sent afterwards. **Source:** OpenID Connect
/// RP-Initiated Logout 1.0.
@ApplicationScoped
class SignOutService {
    private final SessionService sessions;
    private final GrantService grants;
    private final ClientService clients;
    private final KeyRing keys;
    private final String issuer;

    SignOutService(
            SessionService sessions,
            GrantService grants,
            ClientService clients,
            KeyRing keys,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.sessions = sessions;
        this.grants = grants;
        this.clients = clients;
        this.keys = keys;
        this.issuer = issuer;
    }

    /// What an app wishes.
    ///
    /// @param sid of its id token: the session that it means
    /// @param address where to send the browser, checked; empty for nowhere
    record Wish(Optional<String> sid, String address) {}

    /// @return the wish; fails with [OAuthRefusal] where the address is not the app's
    Uni<Wish> read(OAuthForm form) {
        var hint = form.find("id_token_hint").map(this::hint);
        var sid = hint.flatMap(jwt -> jwt.text("sid"));
        var address = form.find("post_logout_redirect_uri");
        if (address.isEmpty()) {
            return Uni.createFrom().item(new Wish(sid, ""));
        }
        var clientId = hint.map(jwt -> jwt.audience().getFirst())
                .or(() -> form.find("client_id"))
                .orElseThrow(() ->
                        OAuthRefusal.request("post_logout_redirect_uri: send id_token_hint or client_id with it."));
        return clients.find(clientId).map(client -> {
            if (client.filter(app -> app.redirects().signOut().contains(address.get()))
                    .isEmpty()) {
                throw OAuthRefusal.request(
                        "post_logout_redirect_uri: the app asked to be answered at an address that it has not"
                                + " registered.");
            }
            return new Wish(
                    sid,
                    form.find("state")
                            .map(state -> QueryText.append(address.get(), Map.of("state", state)))
                            .orElse(address.get()));
        });
    }

    /// An id token of ours; it may have expired.
    private CompactJwt hint(String token) {
        try {
            var jwt = CompactJwt.read(token);
            var isOurs = keys.find(jwt.keyId())
                    .filter(key -> jwt.isSignedBy(key.publicKey()))
                    .filter(key -> jwt.text("iss").equals(Optional.of(issuer)))
                    .filter(key -> jwt.type().equals(Optional.of("jwt")))
                    .isPresent();
            if (isOurs && jwt.audience().size() == 1) {
                return jwt;
            }
        } catch (CompactJwt.Invalid invalid) {
            throw OAuthRefusal.request("id_token_hint: " + invalid.explanation());
        }
        throw OAuthRefusal.request("id_token_hint: it is no id token of this region.");
    }

    /// Ends a session and what apps got in it, as far as it does not outlive it. Safe to repeat.
    Uni<Void> signOut(String sessionId) {
        return signOutByHash(Secret.digest(sessionId));
    }

    /// Like [#signOut], by the name that is kept of a session.
    Uni<Void> signOutByHash(String hash) {
        return sessions.signOut(hash).chain(() -> grants.endSession(hash));
    }
}
