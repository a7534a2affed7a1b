package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.meridiandx.access.CurrentCaller.OtherProof;

/// Finds the caller behind what a request shows: an access token, or what a service takes besides.
@Singleton
class ShownProofs {
    private final TokenVerifier verifier;
    private final ShownKeys keys;
    private final Instance<OtherProof> others;

    ShownProofs(TokenVerifier verifier, ShownKeys keys, Instance<OtherProof> others) {
        this.verifier = verifier;
        this.keys = keys;
        this.others = others;
    }

    /// @return fails with [org.meridiandx.problem.ProblemException] 401 or 503
    Uni<Caller> caller(Authorization shown, ContainerRequestContext request) {
        if (!shown.isDpop()) {
            var path = AuthenticationFilter.pathOf(request);
            for (var other : others) {
                var found = other.of(path, shown.token());
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        return verifier.verify(shown.token(), () -> keys.of(shown, request));
    }
}
