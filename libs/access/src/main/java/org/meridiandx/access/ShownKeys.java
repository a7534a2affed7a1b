package org.meridiandx.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Finds out which keys a request shows that its sender has.
@Singleton
class ShownKeys {
    private static final String CERTIFICATE_HEADER = "x-forwarded-client-cert";
    private final SenderProofs proofs;
    private final CurrentVertxRequest connection;

    ShownKeys(SenderProofs proofs, CurrentVertxRequest connection) {
        this.proofs = proofs;
        this.connection = connection;
    }

    /// @throws ProblemException 401 when a DPoP token comes without a good proof
    TokenVerifier.Binding of(Authorization shown, ContainerRequestContext request) {
        return new TokenVerifier.Binding(
                shown.isDpop() ? Optional.of(thumbprint(shown, request)) : Optional.empty(), certificate(request));
    }

    private Optional<String> certificate(ContainerRequestContext request) {
        var headers = request.getHeaders().get(CERTIFICATE_HEADER);
        return headers == null
                ? Optional.empty()
                : proofs.certificate(
                        headers,
                        connection.getCurrent().request().remoteAddress().hostAddress());
    }

    private String thumbprint(Authorization shown, ContainerRequestContext request) {
        var headers = request.getHeaders().get("DPoP");
        if (headers == null || headers.size() != 1) {
            throw ProblemException.of(
                    ProblemCode.UNAUTHENTICATED, "A DPoP token needs one header DPoP with a proof for this request.");
        }
        try {
            var path = request.getUriInfo().getRequestUri().getRawPath();
            return proofs.dpop(headers.getFirst(), request.getMethod(), path, Optional.of(shown.token()))
                    .thumbprint();
        } catch (CompactJwt.Invalid invalid) {
            throw ProblemException.of(ProblemCode.UNAUTHENTICATED, "DPoP proof, " + invalid.explanation());
        }
    }
}
