package org.meridiandx.identity.revocation;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.meridiandx.access.Revocations;
import org.meridiandx.contracts.api.v1.RevocationsRequest;
import org.meridiandx.contracts.api.v1.RevocationsResponse;
import org.meridiandx.contracts.api.v1.RevokedClient;
import org.meridiandx.contracts.api.v1.RevokedToken;
import org.meridiandx.contracts.api.v1.TokenRevocations;

/// The list of what was revoked, for the other services.
@GrpcService
class TokenRevocationsGrpcService implements TokenRevocations {
    private final RevocationService revocations;

    TokenRevocationsGrpcService(RevocationService revocations) {
        this.revocations = revocations;
    }

    @Override
    public Uni<RevocationsResponse> list(RevocationsRequest request) {
        return revocations
                .newerThan(request.getKnownVersion())
                .map(newer -> response(newer, request.getKnownVersion()));
    }

    private static RevocationsResponse response(Optional<Revocations.Listing> newer, String known) {
        var response = RevocationsResponse.newBuilder();
        if (newer.isEmpty()) {
            return response.setVersion(known).setUnchanged(true).build();
        }
        var listing = newer.get();
        listing.tokens()
                .forEach((id, expires) -> response.addTokens(
                        RevokedToken.newBuilder().setTokenId(id).setExpires(expires.getEpochSecond())));
        listing.clients()
                .forEach((id, upTo) -> response.addClients(
                        RevokedClient.newBuilder().setClientId(id).setIssuedUpTo(upTo.getEpochSecond())));
        return response.setVersion(listing.version()).build();
    }
}
