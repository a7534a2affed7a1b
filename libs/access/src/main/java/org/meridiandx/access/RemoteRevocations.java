package org.meridiandx.access;

import io.quarkus.arc.DefaultBean;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.meridiandx.contracts.api.v1.RevocationsRequest;
import org.meridiandx.contracts.api.v1.RevocationsResponse;
import org.meridiandx.contracts.api.v1.TokenRevocations;

/// Asks identity-service over gRPC, with a short time limit.
@DefaultBean
@ApplicationScoped
class RemoteRevocations implements Revocations {
    private final TokenRevocations identity;

    RemoteRevocations(@GrpcClient("identity") TokenRevocations identity) {
        this.identity = identity;
    }

    @Override
    @Timeout(value = 500, unit = ChronoUnit.MILLIS)
    public Uni<Optional<Listing>> newerThan(String known) {
        return identity.list(
                        RevocationsRequest.newBuilder().setKnownVersion(known).build())
                .map(RemoteRevocations::listing);
    }

    private static Optional<Listing> listing(RevocationsResponse response) {
        if (response.getUnchanged()) {
            return Optional.empty();
        }
        var tokens = new HashMap<String, Instant>();
        response.getTokensList()
                .forEach(token -> tokens.put(token.getTokenId(), Instant.ofEpochSecond(token.getExpires())));
        var clients = new HashMap<String, Instant>();
        response.getClientsList()
                .forEach(client -> clients.put(client.getClientId(), Instant.ofEpochSecond(client.getIssuedUpTo())));
        return Optional.of(new Listing(response.getVersion(), tokens, clients));
    }
}
