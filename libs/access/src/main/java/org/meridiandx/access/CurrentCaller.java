package org.meridiandx.access;

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

    Optional<Caller> find() {
        return caller;
    }

    void set(Caller verified) {
        caller = Optional.of(verified);
    }
}
