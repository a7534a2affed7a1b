package org.meridiandx.order.cdshooks.clients;

import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.access.Scopes;
import org.meridiandx.contracts.api.v1.CheckClientTokenRequest;
import org.meridiandx.contracts.api.v1.CheckClientTokenResponse;
import org.meridiandx.contracts.api.v1.ClientTokens;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Takes the JWT of a CDS client: signed with a key that the client registered, for the address
/// that it calls, once. identity-service has the keys and remembers which tokens were used; without
/// its answer nobody gets in.
///
/// **Source:** CDS Hooks 2.0, "Trusting CDS Clients".
@ApplicationScoped
class HookTokens implements CurrentCaller.OtherProof {
    private static final String BELOW = "/cds-services/";
    private static final String FEEDBACK = "/feedback";
    private static final Optional<String> ACCESS_TOKEN = Optional.of("at+jwt");

    private final ClientTokens identity;
    private final String baseUrl;

    /// The first part of an access token that came: it is the same in all that one key has signed.
    private volatile String accessHeader = "";

    HookTokens(
            @GrpcClient("identity") ClientTokens identity, @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.identity = identity;
        this.baseUrl = baseUrl;
    }

    @Override
    public Optional<Uni<Caller>> of(String path, String token) {
        return path.startsWith(BELOW) && isOwn(token) ? Optional.of(check(path, token)) : Optional.empty();
    }

    /// What cannot be read is left to whoever reads access tokens, which says what is wrong with
    /// it.
    private boolean isOwn(String token) {
        var header = token.substring(0, Math.max(0, token.indexOf('.')));
        if (!header.isEmpty() && header.equals(accessHeader)) {
            return false;
        }
        try {
            var isOwn = !CompactJwt.read(token).type().equals(ACCESS_TOKEN);
            if (!isOwn) {
                accessHeader = header;
            }
            return isOwn;
        } catch (CompactJwt.Invalid unreadable) {
            return false;
        }
    }

    /// Feedback may bear the address of the service too.
    private Uni<Caller> check(String path, String token) {
        var question = CheckClientTokenRequest.newBuilder().setToken(token).addAudiences(baseUrl + path);
        if (path.endsWith(FEEDBACK)) {
            question.addAudiences(baseUrl + path.substring(0, path.length() - FEEDBACK.length()));
        }
        return identity.check(question.build())
                .ifNoItem()
                .after(java.time.Duration.ofMillis(800))
                .fail()
                .onFailure()
                .transform(away -> ProblemException.of(
                        ProblemCode.UNAVAILABLE, "The token cannot be checked at the moment. Try again shortly."))
                .map(HookTokens::callerOf);
    }

    private static Caller callerOf(CheckClientTokenResponse answer) {
        if (!answer.hasClient()) {
            throw ProblemException.of(ProblemCode.UNAUTHENTICATED, answer.getFault());
        }
        var client = answer.getClient();
        return new Caller(
                client.getClientId(),
                client.getOrganisation(),
                client.getRole(),
                Optional.of(client.getFhirUser()).filter(user -> !user.isEmpty()),
                Optional.empty(),
                "direct-care",
                Scopes.parse(client.getScopes()));
    }
}
