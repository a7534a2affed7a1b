package org.meridiandx.identity.proofs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meridiandx.access.SenderProofs;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.SenderConstraint;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.OAuthRequest;
import org.meridiandx.jws.CompactJwt;

/// Finds the key that a client's tokens are to be bound to, and requires it where the client is
/// registered so.
///
/// A client that sends a DPoP proof without being registered for it gets a bound token too.
/// **Source:** RFC 9449 5, RFC 8705 3.
@ApplicationScoped
class KeyBinding {
    private final SenderProofs proofs;
    private final Demands demands;

    KeyBinding(SenderProofs proofs, Demands demands) {
        this.proofs = proofs;
        this.demands = demands;
    }

    /// @param proofId of a DPoP proof, which may be used once
    record Bound(AuthenticatedClient client, Optional<String> proofId) {}

    /// @throws OAuthRefusal when the proof that the client needs is missing or wrong
    Bound of(Client client, OAuthRequest request) {
        if (demands.isKeptOut(client)) {
            throw OAuthRefusal.client("client: this region lets in no app without keys of its own.");
        }
        var dpop = dpopOf(request);
        return switch (client.constraint()) {
            case SenderConstraint.None() -> {
                if (dpop.isEmpty() && demands.isBound(client)) {
                    throw refused("DPoP: this region gives clients with keys no bearer tokens. Send a proof with each"
                            + " token request, or register for mtls.");
                }
                yield bound(client, dpop, Optional.empty());
            }
            case SenderConstraint.Dpop() -> {
                if (dpop.isEmpty()) {
                    throw refused("DPoP: the client is registered for DPoP. Send a proof with each token request.");
                }
                yield bound(client, dpop, Optional.empty());
            }
            case SenderConstraint.Certificate(String digest) -> {
                var shown = proofs.certificate(request.certificateHeaders(), request.remoteAddress());
                if (!shown.equals(Optional.of(digest))) {
                    throw OAuthRefusal.client(
                            "certificate: the connection did not show the client certificate that is registered.");
                }
                yield bound(client, dpop, shown);
            }
        };
    }

    private static Bound bound(Client client, Optional<SenderProofs.DpopProof> dpop, Optional<String> x5t) {
        return new Bound(
                new AuthenticatedClient(client, dpop.map(SenderProofs.DpopProof::thumbprint), x5t),
                dpop.map(SenderProofs.DpopProof::jti));
    }

    private Optional<SenderProofs.DpopProof> dpopOf(OAuthRequest request) {
        if (request.dpopHeaders().isEmpty()) {
            return Optional.empty();
        }
        if (request.dpopHeaders().size() > 1) {
            throw refused("DPoP: send one proof.");
        }
        try {
            return Optional.of(proofs.dpop(request.dpopHeaders().getFirst(), "POST", request.path(), Optional.empty()));
        } catch (CompactJwt.Invalid invalid) {
            throw refused("DPoP proof, " + invalid.explanation());
        }
    }

    private static OAuthRefusal refused(String description) {
        return new OAuthRefusal("invalid_dpop_proof", 400, description);
    }
}
