package org.meridiandx.identity.proofs;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.contracts.api.v1.CheckClientTokenRequest;
import org.meridiandx.contracts.api.v1.CheckClientTokenResponse;
import org.meridiandx.contracts.api.v1.ClientTokens;
import org.meridiandx.contracts.api.v1.ProvedClient;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.clients.SenderConstraint;
import org.meridiandx.identity.keysets.KeySet;
import org.meridiandx.jws.CompactJwt;

/// Checks JWTs that clients sign for a service of the region, for that service. A failure is no
/// answer: whoever asks refuses the caller.
///
/// **Source:** CDS Hooks 2.0, "Trusting CDS Clients".
@GrpcService
class ClientTokensGrpcService implements ClientTokens {
    private final ClientService clients;
    private final RegisteredKeys keys;
    private final UsedOnceRepository used;
    private final ClientAuthentication.Expectations expectations;

    ClientTokensGrpcService(
            ClientService clients,
            RegisteredKeys keys,
            UsedOnceRepository used,
            ClientAuthentication.Expectations expectations) {
        this.clients = clients;
        this.keys = keys;
        this.used = used;
        this.expectations = expectations;
    }

    @Override
    public Uni<CheckClientTokenResponse> check(CheckClientTokenRequest request) {
        var audiences = Set.copyOf(request.getAudiencesList());
        return Uni.createFrom()
                .item(() -> ClientAssertion.read(request.getToken()))
                .chain(token -> clients.find(token.issuer())
                        .map(found -> found.orElseThrow(ClientTokensGrpcService::unknown))
                        .call(client -> prove(client, token, audiences))
                        .invoke(ClientTokensGrpcService::requireThatATokenWouldDo))
                .map(client -> CheckClientTokenResponse.newBuilder()
                        .setClient(answerOf(client))
                        .build())
                .onFailure(CompactJwt.Invalid.class)
                .recoverWithItem(invalid -> CheckClientTokenResponse.newBuilder()
                        .setFault(((CompactJwt.Invalid) invalid).explanation())
                        .build());
    }

    private Uni<Boolean> prove(Client client, ClientAssertion token, Set<String> audiences) {
        return keys.find(client, token.keyId())
                .map(key -> proofOf(key, token, audiences))
                .chain(proof ->
                        used.use(client.clientId(), proof.jti(), proof.expires().plus(ClientAssertion.CLOCK_SKEW)))
                .invoke(first -> {
                    if (!first) {
                        throw new CompactJwt.Invalid(
                                "jti", "this token was used before. Make a new one for each call.");
                    }
                });
    }

    private ClientAssertion.Proof proofOf(Optional<KeySet.Entry> key, ClientAssertion token, Set<String> audiences) {
        return token.verify(
                key.orElseThrow(() -> new CompactJwt.Invalid(
                        "kid", "the client has registered no key of that id, or its jwks_uri has none.")),
                expectations.now(audiences));
    }

    /// A token that a client signs itself gives no more than the token endpoint would.
    private static void requireThatATokenWouldDo(Client client) {
        if (!client.grants().contains(Client.CLIENT_CREDENTIALS)) {
            throw new CompactJwt.Invalid(
                    "iss", "the client may not act by itself (client_credentials). Use an access token of a person.");
        }
        if (!(client.constraint() instanceof SenderConstraint.None)) {
            throw new CompactJwt.Invalid("iss", "the client's tokens are bound to a key. Use an access token.");
        }
    }

    private static CompactJwt.Invalid unknown() {
        return new CompactJwt.Invalid(
                "iss", "no client of that id is registered in this region, or it is switched off.");
    }

    private static ProvedClient answerOf(Client client) {
        return ProvedClient.newBuilder()
                .setClientId(client.clientId())
                .setOrganisation(client.organisation().value())
                .setRole(client.role())
                .setFhirUser(client.fhirUser().orElse(""))
                .setScopes(String.join(" ", client.ownScopes()))
                .build();
    }
}
