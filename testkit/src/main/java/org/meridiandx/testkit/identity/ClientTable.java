package org.meridiandx.testkit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meridiandx.contracts.api.v1.CheckClientTokenRequest;
import org.meridiandx.contracts.api.v1.CheckClientTokenResponse;
import org.meridiandx.contracts.api.v1.ClientTokensGrpc;
import org.meridiandx.contracts.api.v1.ProvedClient;

/// Answers who signed a token of a client's own: believes `iss` of the personas that a test made
/// known, for the audience that it names, once. Signatures are what identity-service itself is
/// tested for.
public final class ClientTable extends ClientTokensGrpc.ClientTokensImplBase {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Persona> known = new ConcurrentHashMap<>();
    private final Set<String> bound = ConcurrentHashMap.newKeySet();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private volatile boolean unavailable;

    ClientTable() {}

    /// From now on tokens of this client are good.
    public void know(Persona persona) {
        known.put(persona.clientId(), persona);
    }

    /// From now on this client's tokens are bound to a key: it cannot sign one for a service.
    public void bind(Persona persona) {
        bound.add(persona.clientId());
    }

    /// Makes every question fail with UNAVAILABLE, or answers again.
    public void unavailable(boolean gone) {
        unavailable = gone;
    }

    /// Forgets all clients.
    public void reset() {
        known.clear();
        bound.clear();
        used.clear();
        unavailable = false;
    }

    @Override
    public void check(CheckClientTokenRequest request, StreamObserver<CheckClientTokenResponse> answer) {
        if (unavailable) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        answer.onNext(check(request, claimsOf(request.getToken())));
        answer.onCompleted();
    }

    private CheckClientTokenResponse check(CheckClientTokenRequest request, JsonNode claims) {
        var persona = known.get(claims.path("iss").asText());
        if (persona == null) {
            return refused("iss: no client of that id is registered in this region, or it is switched off.");
        }
        if (!request.getAudiencesList().contains(claims.path("aud").asText())) {
            return refused("aud: must be the address that is called.");
        }
        if (!used.add(claims.path("jti").asText())) {
            return refused("jti: this token was used before. Make a new one for each call.");
        }
        if (bound.contains(persona.clientId())) {
            return refused("iss: the client's tokens are bound to a key. Use an access token.");
        }
        return CheckClientTokenResponse.newBuilder()
                .setClient(ProvedClient.newBuilder()
                        .setClientId(persona.clientId())
                        .setOrganisation(persona.organisation())
                        .setRole(persona.role())
                        .setFhirUser(persona.fhirUser().orElse(""))
                        .setScopes(persona.scope()))
                .build();
    }

    private static CheckClientTokenResponse refused(String fault) {
        return CheckClientTokenResponse.newBuilder().setFault(fault).build();
    }

    private static JsonNode claimsOf(String token) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a JWT", e);
        }
    }
}
