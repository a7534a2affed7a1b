package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import java.util.List;

/// Where decisions are made: identity-service over gRPC, or in identity-service itself by its own bean.
public interface DecisionPoint {
    /// @return one decision per request, in the same order; fails when there is no answer, never guesses
    Uni<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests);
}
