package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The caller of the HTTP request being answered.
@RequestScoped
public class CurrentCaller {
    private Optional<Caller> caller = Optional.empty();

    /// @return the verified caller; fails with 401 on a public path, where nobody had to sign in
    public Caller get() {
        return caller.orElseThrow(() -> ProblemException.of(
                ProblemCode.UNAUTHENTICATED, "A valid access token is needed: Authorization: Bearer <token>."));
    }

    /// Another way than an access token to show who asks, which a service takes on some of its
    /// paths: a bean of its own.
    public interface OtherProof {
        /// @param path of the request, with its leading slash
        /// @param token of the header `Authorization: Bearer`, not looked at yet
        /// @return empty where this is not such a token or path, and an access token is looked for;
        ///     the caller fails with [ProblemException] 401 where the token is not good, 503 where
        ///     that cannot be found out
        Optional<Uni<Caller>> of(String path, String token);
    }

    Optional<Caller> find() {
        return caller;
    }

    void set(Caller verified) {
        caller = Optional.of(verified);
    }
}
